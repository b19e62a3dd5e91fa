import { types } from 'cassandra-driver';
import { ClusteringKey, Column, PartitionKey, Table, tuple } from '../../../lib/index';
import { faultsOf } from '../support/models';
import { clustering, column, sample } from '../support/sample';
import type { Decorate } from '../support/sample';

describe('faults of a column', () => {
  const cases: readonly [string, Decorate, string | RegExp][] = [
    ['unknown option', column('text', { nam: 'x' }), `'nam' is no option of a column. Did you mean 'name'?`],
    ['empty name', column('text', { name: '' }), 'the column name is empty.'],
    ['__proto__', column('text', { name: '__proto__' }), `'__proto__' cannot be a column.`],
    ['static key', clustering('text', { static: true }), 'a key column cannot be static.'],
    ['key left out', clustering('text', { select: false }), 'a key column is always read; take out select: false.'],
    ['order elsewhere', column('text', { order: 'ASC' }), `'order' is for clustering columns only.`],
    ['wrong order', clustering('text', { order: 'desc' }), `'order' is 'ASC' or 'DESC'.`],
    [
      'transformer',
      column('text', { transformer: { to: String } }),
      `'transformer' needs the functions 'to' and 'from'.`,
    ],
    ['empty type', column(''), /^Expected a type in "" at column 1/],
    ['broken type', column('map<text int>'), /^Expected ',' in "map<text int>" at column 10/],
    [
      'frozen scalar',
      column('int', { frozen: true }),
      /^'frozen' is for collections, tuples and user-defined types, not for int/,
    ],
    ['wrong class', column('int', { as: Date }), /^int is read as Number, not as Date/],
    [
      'both fillers',
      column('uuid', { default: 'x', generated: 'uuid' }),
      `has both 'default' and 'generated'; keep one.`,
    ],
    ['generated word', column('uuid', { generated: 'v7' }), `'generated' is 'uuid' or 'timeuuid'.`],
    ['generated text', column('text', { generated: 'uuid' }), `generated: 'uuid' needs a uuid column, not text.`],
    [
      'uuid in timeuuid',
      column('timeuuid', { generated: 'uuid' }),
      `generated: 'uuid' needs a uuid column, not timeuuid.`,
    ],
    [
      'unknown type',
      column('interger'),
      `'interger' is no CQL type, and no user-defined type of that name is known. Did you mean int?`,
    ],
    ['type of another world', column('string'), /known\. Did you mean text\?$/],
    [
      'far from any type',
      column('frobnicator'),
      /^'frobnicator' is no CQL type, and no user-defined type of that name is known\.$/,
    ],
    ['unknown type inside', column('map<text, frozen<list<addres>>>'), /user-defined type/],
    [
      'one name twice',
      column('text', { name: 'seq' }),
      `has the same column name as Sample.seq: 'seq'. Give one of them { name }.`,
    ],
    [
      'counter beside a column',
      (p) => {
        Column('counter')(p, 'n');
        Column('text')(p, 'x');
      },
      /^stands beside a counter/,
    ],
    ['counter in the key', clustering('counter'), 'a counter cannot be part of the key.'],
    ['duration in the key', clustering('duration'), 'a duration has no order, so it cannot be part of the key.'],
    [
      'duration inside the key',
      clustering(tuple('int', 'duration')),
      'a duration has no order, so it cannot be part of the key.',
    ],
    [
      'open collection in the key',
      clustering('set<text>'),
      'a collection in the key must be frozen: add { frozen: true }.',
    ],
    [
      'two decorators',
      (p) => {
        Column('text')(p, 'x');
        Column('int')(p, 'x');
      },
      'carries two column decorators; keep one.',
    ],
  ];

  test.each(cases)('%s', (_, decorate, message) => {
    const [fault, ...others] = faultsOf(sample(decorate));
    expect(others).toEqual([]);
    expect(fault).toMatch(/^Sample\.x: /);
    const text = String(fault).replace('Sample.x: ', '');
    if (typeof message === 'string') expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  test('an index that is no place', () => {
    expect(faultsOf(sample(clustering('text', { index: -1 })))).toContain(
      `Sample.x: 'index' is a whole number from 0.`,
    );
  });

  test('forms that look odd but are right', () => {
    class Sample {
      @PartitionKey('timeuuid', { generated: 'timeuuid' }) id!: types.TimeUuid;
      @ClusteringKey('uuid', { generated: 'timeuuid' }) seq!: string;
      @ClusteringKey('frozen<set<text>>') set!: Set<string>;
      @ClusteringKey('list<int>', { frozen: true }) list!: number[];
      @Column('tuple<int, text>', { frozen: true }) tuple!: [number, string];
      @Column('text', { transformer: { to: String, from: Number } }) n!: number;
    }
    Table()(Sample);
    expect(faultsOf(Sample)).toEqual([]);
  });
});
