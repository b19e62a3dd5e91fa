import { types } from 'cassandra-driver';
import { ClusteringKey, Column, Index, MetadataError, PartitionKey, StaticColumn, Table } from '../../../lib/index';
import { faultsIn, tableOf } from '../support/models';

interface Shape {
  readonly x: number;
}

class Address {}

describe('types that the declared class leaves no doubt about', () => {
  @Table()
  class Sample {
    @PartitionKey() text!: string;
    @ClusteringKey() at!: Date;
    @Column() flag!: boolean;
    @Column() bytes!: Buffer;
    @Column() big!: bigint;
    @Column() id!: types.Uuid;
    @Column() time!: types.TimeUuid;
    @Column() literal!: 'a' | 'b';
    @StaticColumn() shared!: string;
  }

  const { byProperty } = tableOf(Sample);

  test.each([
    ['text', 'text'],
    ['at', 'timestamp'],
    ['flag', 'boolean'],
    ['bytes', 'blob'],
    ['big', 'bigint'],
    ['id', 'uuid'],
    ['time', 'timeuuid'],
    ['literal', 'text'],
    ['shared', 'text'],
  ])('%s is %s', (property, cqlType) => {
    expect(byProperty.get(property)?.cqlType).toBe(cqlType);
  });
});

describe('types that need a word', () => {
  /** Each declares one class with one property that cannot be inferred. */
  const cases: readonly [name: string, declare: () => unknown, essence: RegExp, line: string][] = [
    [
      'a number',
      () => {
        class Sample {
          @Column() age!: number;
        }
        return Sample;
      },
      /^Sample\.age: is a number, which may be an int, a bigint/,
      `@Column('int')`,
    ],
    [
      'an array',
      () => {
        class Sample {
          @Column() tags!: string[];
        }
        return Sample;
      },
      /^Sample\.tags: is an array/,
      `@Column('list<text>')`,
    ],
    [
      'a Set',
      () => {
        class Sample {
          @Column() tags!: Set<string>;
        }
        return Sample;
      },
      /^Sample\.tags: is a Set/,
      `@Column('set<text>')`,
    ],
    [
      'a Map',
      () => {
        class Sample {
          @Column() labels!: Map<string, string>;
        }
        return Sample;
      },
      /^Sample\.labels: is a Map/,
      `@Column('map<text, text>')`,
    ],
    [
      'a union with null',
      () => {
        class Sample {
          @Column() name!: string | null;
        }
        return Sample;
      },
      /^Sample\.name: is an interface, a union \(such as 'string \| null'\)/,
      `@Column('text')`,
    ],
    [
      'an interface',
      () => {
        class Sample {
          @Column() shape!: Shape;
        }
        return Sample;
      },
      /^Sample\.shape: is an interface/,
      `@Column('text')`,
    ],
    [
      'any other class',
      () => {
        class Sample {
          @Column({ name: 'where' }) address!: Address;
        }
        return Sample;
      },
      /^Sample\.address: is a 'Address', which is no CQL type/,
      `@Column('text')`,
    ],
    [
      'a number in the partition key',
      () => {
        class Sample {
          @PartitionKey() id!: number;
        }
        return Sample;
      },
      /^Sample\.id: is a number/,
      `@PartitionKey('int')`,
    ],
    [
      'a number in the clustering key',
      () => {
        class Sample {
          @ClusteringKey({ order: 'DESC' }) at!: number;
        }
        return Sample;
      },
      /^Sample\.at: is a number/,
      `@ClusteringKey('int')`,
    ],
    [
      'a property without an emitted type',
      () => {
        class Sample {}
        Column()(Sample.prototype, 'loose');
        return Sample;
      },
      /^Sample\.loose: has no CQL type, and the compiler emitted none/,
      `@Column('text')`,
    ],
  ];

  test.each(cases)('%s is refused when it is decorated', (_, declare, essence, line) => {
    const [fault, ...others] = faultsIn(declare);
    expect(others).toEqual([]);
    expect(fault).toMatch(essence);
    expect(fault).toContain(line);
  });

  test('the error is a MetadataError with a stable code', () => {
    let thrown: unknown;
    try {
      cases[0]?.[1]();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MetadataError);
    expect(thrown).toMatchObject({ code: 'CASPY_METADATA', faults: [{ path: 'Sample.age' }] });
  });
});

describe('properties that cannot be columns', () => {
  const symbol = Symbol('secret');

  test.each<[string, () => unknown, RegExp]>([
    [
      'a symbol',
      () => {
        class Sample {
          @Column('text') [symbol]!: string;
        }
        return Sample;
      },
      /^Sample: a symbol cannot be a column/,
    ],
    [
      'a static property',
      () => {
        class Sample {
          @Column('text') static shared: string;
        }
        return Sample;
      },
      /^Sample\.shared: is static/,
    ],
    [
      'an index on a static property',
      () => {
        class Sample {
          @Index() static shared: string;
        }
        return Sample;
      },
      /^Sample\.shared: is static/,
    ],
    [
      'an index without a name on a class',
      () => {
        class Sample {}
        // Only from JavaScript: the types do not allow it.
        (Index() as unknown as ClassDecorator)(Sample);
        return Sample;
      },
      /^Sample: @Index\(\) stands on a property. On a class write @Index\('name', \['property'\]\)/,
    ],
  ])('%s', (_, declare, essence) => {
    expect(faultsIn(declare)).toEqual([expect.stringMatching(essence)]);
  });
});
