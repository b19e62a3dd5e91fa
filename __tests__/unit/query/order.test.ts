import { In, MoreThan, Token } from '../../../lib/index';
import type { Direction } from '../../../lib/query/plan';
import { planQuery } from '../../../lib/query/plan';
import { KEY, messageOf, planInput, readings } from '../support/reading';

const order = (text: string): { order: (readonly [(typeof readings.columns)[number], Direction])[] } => ({
  order: text.split(', ').map((term) => {
    const [property = '', direction] = term.split(' ');
    return [readings.byProperty.get(property)!, direction as Direction] as const;
  }),
});

describe('orders within a partition (stored by sensor ASC, at DESC)', () => {
  test.each<[string, object, string]>([
    ['as stored', KEY, 'sensor ASC, at DESC'],
    ['a prefix', KEY, 'sensor ASC'],
    ['reversed', KEY, 'sensor DESC, at ASC'],
    ['a prefix reversed', KEY, 'sensor DESC'],
    ['behind a fixed column', { ...KEY, sensor: 's' }, 'at ASC'],
    ['as stored behind a fixed column', { ...KEY, sensor: 's' }, 'at DESC'],
    ['with a range', { ...KEY, sensor: MoreThan('a') }, 'sensor DESC'],
    ['with In on the clustering key', { ...KEY, sensor: In(['a', 'b']) }, 'sensor DESC'],
    ['one row', { ...KEY, sensor: 's', at: new Date(0) }, 'sensor ASC'],
  ])('%s', (_, where, by) => {
    expect(() => planQuery(readings, planInput(where, order(by)))).not.toThrow();
  });

  test('with filtering, as long as the partition is named', () => {
    const input = planInput({ ...KEY, value: 1 }, { ...order('sensor DESC'), allowFiltering: true });
    expect(planQuery(readings, input).kind).toBe('filtering');
  });
});

describe('orders that Cassandra refuses', () => {
  const WITHIN = /^QueryPlanError: Reading\.sensor: Cassandra sorts within a partition only[^]*tenant, day/;
  const STORED = /cannot order by it; rows are stored by sensor ASC, at DESC/;

  test.each<[string, object | undefined, string, RegExp]>([
    ['no partition', undefined, 'sensor ASC', WITHIN],
    ['an index instead of a partition', { level: 1 }, 'sensor ASC', WITHIN],
    ['tokens', { tenant: Token(MoreThan('a')), day: Token(MoreThan(KEY.day)) }, 'sensor ASC', WITHIN],
    [
      'several partitions',
      { tenant: In(['a', 'b']), day: KEY.day },
      'sensor ASC',
      /Reading\.tenant: an order over several partitions cannot be paged/,
    ],
    [
      'an index inside a partition',
      { ...KEY, level: 1 },
      'sensor ASC',
      /Reading\.sensor: Cassandra does not sort what an index finds[^]*leave level out of the where/,
    ],
    ['mixed directions', KEY, 'sensor ASC, at ASC', STORED],
    ['mixed the other way', KEY, 'sensor DESC, at DESC', STORED],
    ['the second column alone', KEY, 'at DESC', STORED],
    ['the second column behind In', { ...KEY, sensor: In(['a', 'b']) }, 'at DESC', STORED],
    ['the wrong way round', KEY, 'at DESC, sensor ASC', STORED],
    ['one column twice', KEY, 'sensor ASC, sensor ASC', STORED],
    ['a plain column', KEY, 'level ASC', STORED],
    ['a partition key column', KEY, 'tenant ASC', STORED],
  ])('%s', (_, where, by, message) => {
    expect(messageOf(() => planQuery(readings, planInput(where, order(by))))).toMatch(message);
  });

  test('with filtering over the table', () => {
    const input = planInput({ value: 1 }, { ...order('sensor DESC'), allowFiltering: true });
    expect(messageOf(() => planQuery(readings, input))).toMatch(WITHIN);
  });
});
