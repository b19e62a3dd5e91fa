import { compareBoard, UNSEEN } from '../../../../examples/nestjs/src/flights/board-changes';
import { Flight } from '../../../../examples/nestjs/src/flights/flight.entity';

function flight(changes: Partial<Flight> = {}): Flight {
  const key = { origin: 'ORD', day: '2001-03-09', departure: '09:01:00', destination: 'LGA', sequence: 1 };
  return Object.assign(new Flight(), { ...key, delay: 3, distance: 733, status: 'planned' }, changes);
}

const seen = compareBoard(UNSEEN, [flight(), flight({ sequence: 2 })]);

test('at the first look nothing is new', () => {
  expect(seen).toMatchObject({ changed: [], removed: [] });
});

test('the same rows are no change', () => {
  expect(compareBoard(seen, [flight(), flight({ sequence: 2 })])).toMatchObject({ changed: [], removed: [] });
});

test.each<Partial<Flight>>([{ delay: 4 }, { status: 'boarding' }, { distance: 734 }])('%j is a change', (change) => {
  const { changed, removed } = compareBoard(seen, [flight(change), flight({ sequence: 2 })]);
  expect(changed).toEqual([flight(change)]);
  expect(removed).toEqual([]);
});

test('new and removed flights are told', () => {
  const { changed, removed } = compareBoard(seen, [flight(), flight({ sequence: 3 })]);
  expect(changed).toEqual([flight({ sequence: 3 })]);
  expect(removed).toEqual([flight({ sequence: 2 })]);
});
