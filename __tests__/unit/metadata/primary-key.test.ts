import {
  ClusteringKey,
  Column,
  Index,
  PartitionKey,
  PrimaryKey,
  primaryKey,
  StaticColumn,
  Table,
} from '../../../lib/index';
import { isPrimaryKey } from '../../../lib/metadata/primary-key';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import { faultsOf } from '../support/models';

interface Columns {
  tenant: string;
  day: string;
  sensor: string;
  at: Date;
  owner: string;
  unit: string;
  value: number;
}

function declare(keys: unknown): EntityClass {
  @Table()
  class Reading {
    static readonly keys = keys;
    @PartitionKey() tenant!: string;
    @PartitionKey('date') day!: string;
    @ClusteringKey() sensor!: string;
    @ClusteringKey() at!: Date;
    @StaticColumn() owner!: string;
    @Index() @Column() unit!: string;
    @Column('int') value!: number;
  }
  return Reading;
}

const OPTIONS = { indexed: ['unit'], static: ['owner'] } as const;

describe('keys against decorators', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['the same', primaryKey<Columns>()(['tenant', 'day'], ['sensor', 'at'], OPTIONS), []],
    ['a static of that name that is something else', ['tenant'], []],
    ['a plain object of that shape', { partition: ['x'], clustering: [], indexed: [], static: [] }, []],
    [
      'another order',
      primaryKey<Columns>()(['day', 'tenant'], ['sensor', 'at'], OPTIONS),
      [
        `Reading.keys: says the partition key is ['day', 'tenant'], but by @PartitionKey() it is ['tenant', 'day']. ` +
          `Write ['tenant', 'day'] in primaryKey(), or change the decorators.`,
      ],
    ],
    [
      'no clustering key',
      primaryKey<Columns>()(['tenant', 'day'], [], OPTIONS),
      [
        `Reading.keys: says the clustering key is empty, but by @ClusteringKey() it is ['sensor', 'at']. ` +
          `Write ['sensor', 'at'] in primaryKey(), or change the decorators.`,
      ],
    ],
    [
      'names without a decorator, and decorators without a name, all at once',
      primaryKey<Columns>()(['tenant', 'day', 'value'], ['sensor', 'at'], { indexed: ['value'], static: ['unit'] }),
      [
        expect.stringMatching(/^Reading\.keys: says the partition key is \['tenant', 'day', 'value'\]/),
        `Reading.keys: lists 'value' in 'indexed', but it has no @Index(). Add it, or take the name out of the list.`,
        `Reading.keys: leaves out 'unit', which has @Index(). Add it: { indexed: ['unit', …] }.`,
        `Reading.keys: lists 'unit' in 'static', but it has no @StaticColumn(). Add it, or take the name out of the list.`,
        `Reading.keys: leaves out 'owner', which has @StaticColumn(). Add it: { static: ['owner', …] }.`,
      ],
    ],
  ])('%s', (_, keys, faults) => {
    expect(faultsOf(declare(keys))).toEqual(faults);
  });

  test('a child may add indexes and static columns that the keys of its parent do not list', () => {
    const Parent = declare(primaryKey<Columns>()(['tenant', 'day'], ['sensor', 'at'], OPTIONS));
    @Table('children')
    class Child extends Parent {
      @Index() @Column() city!: string;
      @StaticColumn() room!: string;
    }
    expect(faultsOf(Parent, Child).filter((fault) => fault.startsWith('Child.keys'))).toEqual([]);
  });
});

describe('primaryKey()', () => {
  const keys = primaryKey<Columns>()(['tenant'], ['at'], { indexed: ['unit'] });

  test('is a frozen value', () => {
    expect(keys).toBeInstanceOf(PrimaryKey);
    expect(keys).toEqual(expect.objectContaining({ partition: ['tenant'], clustering: ['at'], indexed: ['unit'] }));
    expect([keys, keys.partition, keys.clustering, keys.indexed, keys.static].every(Object.isFrozen)).toBe(true);
    expect(primaryKey<Columns>()(['tenant'])).toMatchObject({ clustering: [], indexed: [], static: [] });
  });

  test('is known by its brand, which JSON cannot carry and another copy of caspy shares', () => {
    expect(isPrimaryKey(keys)).toBe(true);
    expect(isPrimaryKey(JSON.parse(JSON.stringify(keys)))).toBe(false);
    expect(isPrimaryKey(Object.assign({}, keys))).toBe(false);
    const other = Object.defineProperty({}, Symbol.for('caspy.primaryKey'), { value: true });
    expect(isPrimaryKey(other)).toBe(true);
  });
});
