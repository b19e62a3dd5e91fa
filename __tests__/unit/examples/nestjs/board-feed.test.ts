import { firstValueFrom, take, toArray } from 'rxjs';
import { BoardFeed, type BoardEvent } from '../../../../examples/nestjs/src/flights/board-feed';
import { Flight } from '../../../../examples/nestjs/src/flights/flight.entity';
import { FlightsService } from '../../../../examples/nestjs/src/flights/flights.service';
import { CaspyError, UnavailableError } from 'caspy';
import { FakeRepository } from 'caspy/testing';

const day = '2001-03-09';
const key = { origin: 'ORD', day, departure: '09:01', destination: 'LGA', sequence: 1 };

/** A repository that fails while it is told to. */
class FailingRepository extends FakeRepository<Flight> {
  failure: Error | undefined;

  override findBy(...args: Parameters<FakeRepository<Flight>['findBy']>): Promise<Flight[]> {
    return this.failure === undefined ? super.findBy(...args) : Promise.reject(this.failure);
  }
}

let flights: FailingRepository;
let feed: BoardFeed;

beforeEach(async () => {
  flights = new FailingRepository(Flight);
  await flights.save(flights.create({ ...key, delay: 3, distance: 733 }));
  feed = new BoardFeed(new FlightsService(flights), { pollInterval: 5 });
});

afterEach(() => feed.onModuleDestroy());

/** Watches, and after each event does the next of the steps. */
async function eventsOf(steps: readonly (() => unknown)[]): Promise<BoardEvent[]> {
  const rest = [...steps];
  const events: BoardEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    const subscription = feed.watch('ORD', day).subscribe({
      next: (event) => {
        events.push(event);
        const step = rest.shift();
        if (step !== undefined) return void step();
        resolve();
        queueMicrotask(() => subscription.unsubscribe());
      },
      error: reject,
    });
  });
  return events;
}

test('is stale while Cassandra cannot be asked, and then says what changed meanwhile', async () => {
  const events = await eventsOf([
    () => (flights.failure = new UnavailableError('No replica.', { retryable: true, maybeApplied: false })),
    async () => {
      await flights.update(key, { delay: 50 });
      flights.failure = undefined;
    },
  ]);
  expect(events.map(({ type }) => type)).toEqual(['ready', 'stale', 'changes']);
  expect(events[2]!.data).toMatchObject({ changed: [{ delay: 50 }], removed: [] });
});

test('is ready for who comes while it is stale, once it is no longer', async () => {
  flights.failure = new UnavailableError('No replica.', { retryable: true, maybeApplied: false });
  const first = firstValueFrom(feed.watch('ORD', day).pipe(take(2), toArray()));
  const events = await eventsOf([() => (flights.failure = undefined)]);
  expect(events.map(({ type }) => type)).toEqual(['stale', 'ready']);
  expect((await first).map(({ type }) => type)).toEqual(['stale', 'ready']);
});

test('ends with an error that does not pass', async () => {
  flights.failure = new CaspyError('CASPY_QUERY', 'A fault of the program.');
  await expect(eventsOf([])).rejects.toBe(flights.failure);
  expect(feed.watched).toBe(0);
});

test('polls while somebody watches, and ends for all when the server stops', async () => {
  const watchers = [1, 2].map(() => firstValueFrom(feed.watch('ORD', day).pipe(toArray())));
  expect(feed.watched).toBe(1);
  feed.onModuleDestroy();
  await Promise.all(watchers);
  expect(feed.watched).toBe(0);
  expect(await firstValueFrom(feed.watch('ORD', day).pipe(toArray()))).toEqual([]);
});
