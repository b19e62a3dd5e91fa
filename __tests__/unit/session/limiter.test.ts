import { Limiter, type Waiter } from '../../../lib/session/limiter';

function waiters(count: number, order: number[]): Waiter[] {
  return Array.from({ length: count }, (_, index) => ({ onPlace: () => void order.push(index) }));
}

test('lets in up to the limit', () => {
  const limiter = new Limiter(2, 10);
  expect([limiter.tryEnter(), limiter.tryEnter(), limiter.tryEnter()]).toEqual([true, true, false]);
  expect(limiter.inFlight).toBe(2);
});

test('serves the queue in the order of arrival, and keeps the place count', () => {
  const limiter = new Limiter(1, 10);
  const order: number[] = [];
  limiter.tryEnter();
  for (const waiter of waiters(3, order)) limiter.enqueue(waiter);
  limiter.leave();
  limiter.leave();
  expect(order).toEqual([0, 1]);
  expect({ inFlight: limiter.inFlight, queued: limiter.queued }).toEqual({ inFlight: 1, queued: 1 });
});

test('refuses beyond the limit of the queue', () => {
  const limiter = new Limiter(1, 2);
  limiter.tryEnter();
  const tickets = waiters(3, []).map((waiter) => limiter.enqueue(waiter));
  expect(tickets.map((ticket) => ticket !== undefined)).toEqual([true, true, false]);
});

test.each([0, 1, 2])('skips waiter %i after it gave up', (gone) => {
  const limiter = new Limiter(1, 10);
  const order: number[] = [];
  limiter.tryEnter();
  const tickets = waiters(3, order).map((waiter) => limiter.enqueue(waiter));
  const ticket = tickets[gone];
  expect(ticket !== undefined && limiter.abandon(ticket)).toBe(true);
  expect(ticket !== undefined && limiter.abandon(ticket)).toBe(false);
  limiter.leave();
  limiter.leave();
  limiter.leave();
  expect(order).toEqual([0, 1, 2].filter((index) => index !== gone));
  expect(limiter.inFlight).toBe(0);
});

test('100,000 waiters that leave at once do not overflow the stack', () => {
  const limiter = new Limiter(1, 100_000);
  let served = 0;
  limiter.tryEnter();
  const waiter = {
    onPlace: () => {
      served += 1;
      limiter.leave();
    },
  };
  for (let index = 0; index < 100_000; index++) limiter.enqueue(waiter);
  limiter.leave();
  expect({ served, inFlight: limiter.inFlight }).toEqual({ served: 100_000, inFlight: 0 });
});

test('tells when the last request has left', async () => {
  const limiter = new Limiter(2, 2);
  limiter.tryEnter();
  let isIdle = false;
  const idle = limiter.whenIdle().then(() => (isIdle = true));
  await Promise.resolve();
  expect(isIdle).toBe(false);
  limiter.leave();
  await idle;
  await new Limiter(1, 1).whenIdle();
  expect(isIdle).toBe(true);
});
