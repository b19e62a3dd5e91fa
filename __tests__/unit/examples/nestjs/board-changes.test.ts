import { compareBoard, UNSEEN } from '../../../../examples/nestjs/src/flights/board-changes';
import { Flight } from '../../../../examples/nestjs/src/flights/flight.entity';

function flight(changes: Partial<Flight> = {}): Flight {
  const key = { origin: 'ORD', day: '2001-03-09', departure: '09:01:00', destination: 'LGA', sequence: 1 };
  return Object.assign(new Flight(), { ...key, delay: 3, distance: 733, status: 'planned' }, changes);
}

const rows = [flight(), flight({ sequence: 2 })];
const seen = compareBoard(UNSEEN, rows);

test('the first look is news, without changes', () => {
  expect(seen).toMatchObject({ changed: [], removed: [], isNews: true });
});

test('the same rows are no news', () => {
  expect(compareBoard(seen, [flight(), flight({ sequence: 2 })])).toMatchObject({
    changed: [],
    removed: [],
    isNews: false,
  });
});

test.each<Partial<Flight>>([{ delay: 4 }, { status: 'boarding' }, { distance: 734 }])('%j is a change', (change) => {
  const { changed, removed, isNews } = compareBoard(seen, [flight(change), flight({ sequence: 2 })]);
  expect(changed).toEqual([flight(change)]);
  expect(removed).toEqual([]);
  expect(isNews).toBe(true);
});

test('new and removed flights are told', () => {
  const { changed, removed, isNews } = compareBoard(seen, [flight(), flight({ sequence: 3 })]);
  expect(changed).toEqual([flight({ sequence: 3 })]);
  expect(removed).toEqual([flight({ sequence: 2 })]);
  expect(isNews).toBe(true);
});

test('a failed look is news once, and so is the one that succeeds again, with what changed meanwhile', () => {
  const stale = compareBoard(seen, undefined);
  expect(stale).toMatchObject({ changed: [], removed: [], isStale: true, isNews: true });
  const stillStale = compareBoard(stale, undefined);
  expect(stillStale).toMatchObject({ isStale: true, isNews: false });
  expect(compareBoard(stillStale, rows)).toMatchObject({ changed: [], isStale: false, isNews: true });
  const late = [flight({ delay: 9 }), flight({ sequence: 2 })];
  expect(compareBoard(stillStale, late)).toMatchObject({ changed: [{ delay: 9 }], isStale: false, isNews: true });
});
