import fc from 'fast-check';
import { ClusteringKey, Column, PartitionKey, snakeCaseNaming, Table } from '../../../lib/index';
import { snakeCase } from '../../../lib/metadata/naming-strategy';
import { quoteIdentifier } from '../../../lib/types/cql-identifier';
import { faultsOf, tableOf } from '../support/models';

describe('composite keys', () => {
  test('by declaration', () => {
    @Table()
    class Reading {
      @Column('double') value!: number;
      @ClusteringKey('timestamp') at!: Date;
      @PartitionKey() tenant!: string;
      @ClusteringKey('int') sensor!: number;
      @PartitionKey('date') day!: string;
    }
    const { partitionKey, clusteringKey, primaryKey, columns } = tableOf(Reading);
    const names = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join(' ');
    expect(names(partitionKey)).toBe('tenant day');
    expect(names(clusteringKey)).toBe('at sensor');
    expect(names(primaryKey)).toBe('tenant day at sensor');
    expect(names(columns)).toBe('tenant day at sensor value');
  });

  test('by index', () => {
    @Table()
    class Reading {
      @PartitionKey('date', { index: 1 }) day!: string;
      @PartitionKey({ index: 0 }) tenant!: string;
      @ClusteringKey('int', { index: 2 }) third!: number;
      @ClusteringKey('int', { index: 0 }) first!: number;
      @ClusteringKey('int', { index: 1 }) second!: number;
    }
    expect(tableOf(Reading).primaryKey.map(({ name }) => name)).toEqual(['tenant', 'day', 'first', 'second', 'third']);
  });

  const wrong: readonly [string, readonly (number | undefined)[]][] = [
    ['one without', [0, undefined]],
    ['a gap', [0, 2]],
    ['twice the same', [0, 0]],
    ['from 1', [1, 2]],
  ];

  test.each(wrong)('%s is a fault', (_, [first, second]) => {
    @Table()
    class Reading {
      @PartitionKey(first === undefined ? {} : { index: first }) a!: string;
      @PartitionKey(second === undefined ? {} : { index: second }) b!: string;
    }
    expect(faultsOf(Reading)).toEqual([
      'Reading: give every @PartitionKey of the class an { index }, 0 to 1 without gaps, or give none.',
    ]);
  });
});

describe('naming', () => {
  test.each([
    ['User', 'user'],
    ['UserEvent', 'user_event'],
    ['userID', 'user_id'],
    ['videoURLPath', 'video_url_path'],
    ['HTTPServer', 'http_server'],
    ['line2Text', 'line2_text'],
    ['already_snake', 'already_snake'],
    ['ÉtatCivil', 'état_civil'],
    ['_private', '_private'],
    ['', ''],
  ])('%s is %s', (name, expected) => {
    expect(snakeCase(name)).toBe(expected);
  });

  test('a strategy may replace some of the names', () => {
    @Table()
    class UserEvent {
      @PartitionKey() userId!: string;
      @Column({ name: 'fixed' }) otherName!: string;
    }
    const table = tableOf(UserEvent, { tableName: (name) => `t_${name}`, columnName: (name) => name });
    expect(table.tableName).toBe('t_UserEvent');
    expect(table.columns.map(({ name, cqlName }) => [name, cqlName])).toEqual([
      ['userId', '"userId"'],
      ['fixed', 'fixed'],
    ]);
    expect(snakeCaseNaming.indexName('user', ['é"x', 'y'])).toBe('user__x_y_idx');
  });
});

describe('quoting', () => {
  test.each([
    ['name', 'name'],
    ['name_2', 'name_2'],
    ['select', '"select"'],
    ['token', '"token"'],
    ['order', '"order"'],
    ['primary', '"primary"'],
    ['userId', '"userId"'],
    ['Name', '"Name"'],
    ['2nd', '"2nd"'],
    ['_id', '"_id"'],
    ['', '""'],
    ['a b', '"a b"'],
    ['a"b', '"a""b"'],
    ['"', '""""'],
    ['naïve', '"naïve"'],
    ['😀', '"😀"'],
    ['id" FROM ks.secret --', '"id"" FROM ks.secret --"'],
  ])('%s is written %s', (name, cql) => {
    expect(quoteIdentifier(name)).toBe(cql);
  });

  test('no name can leave its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const cql = quoteIdentifier(name);
        if (/^[a-z][a-z0-9_]*$/.test(cql)) return cql === name;
        return /^"(?:[^"]|"")*"$/s.test(cql) && cql.slice(1, -1).replaceAll('""', '"') === name;
      }),
    );
  });
});
