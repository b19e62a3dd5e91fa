import { types } from 'cassandra-driver';
import fc from 'fast-check';
import { Column, PartitionKey, Table } from '../../../lib/index';
import type { Hydrator } from '../../../lib/repository/hydrator';
import { compileHydrator } from '../../../lib/repository/hydrator';
import type { Row } from '../../../lib/session/request';
import { tableOf } from '../support/models';
import { messageOf } from '../support/reading';

@Table()
class Sample {
  @PartitionKey('uuid') id!: string;
  @Column({ name: 'Full Name' }) name!: string;
  @Column('set<text>') tags!: Set<string>;
  @Column('set<int>') numbers!: number[];
  @Column('map<text, int>') scores!: Map<string, number>;
  @Column('frozen<list<int>>') path!: number[];
  @Column('bigint') total!: number;
  @Column('int', { transformer: { to: Number, from: (value) => `#${String(value)}` } }) label!: string;
  @Column('bigint', { transformer: { to: BigInt, from: (value) => Number(value) + 1 } }) next!: number;
  own = 'kept';

  describe(): string {
    return `${this.name} ${this.own}`;
  }
}

const { columns } = tableOf(Sample);
const ID = types.Uuid.fromString('123e4567-e89b-42d3-a456-426614174000');
const NULLS: Row = {
  id: ID,
  'Full Name': null,
  tags: null,
  numbers: null,
  scores: undefined,
  path: null,
  total: null,
  label: null,
  next: null,
};
const FULL: Row = {
  id: ID,
  'Full Name': 'Ada',
  tags: new Set(['a']),
  numbers: new Set([1, 2]),
  scores: new Map([['x', 1]]),
  path: [1],
  total: 5n,
  label: 3,
  next: 4n,
};

/** The version for processes that may not generate code. */
function withoutCodeGeneration<T>(work: () => T): T {
  const original = globalThis.Function;
  globalThis.Function = class {
    constructor() {
      throw new EvalError('Code generation from strings disallowed for this context');
    }
  } as never;
  try {
    return work();
  } finally {
    globalThis.Function = original;
  }
}

const versions: readonly [string, <R extends object>(make: () => Hydrator<R>) => Hydrator<R>][] = [
  ['generated', (make) => make()],
  ['interpreted', (make) => withoutCodeGeneration(make)],
];

describe.each(versions)('%s', (_, version) => {
  const entity = version(() => compileHydrator(columns, Sample));
  const plain = version(() => compileHydrator(columns));

  test('instances of the class, after its constructor', () => {
    const sample = entity(FULL);
    expect(sample).toBeInstanceOf(Sample);
    expect(sample.describe()).toBe('Ada kept');
    expect(sample).toMatchObject({ id: ID.toString(), numbers: [1, 2], total: 5, label: '#3', next: 5 });
    expect(sample.tags).toEqual(new Set(['a']));
  });

  test('plain objects without a class', () => {
    const object = plain(FULL);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.keys(object)).toEqual(columns.map(({ property }) => property));
  });

  test('null collections are empty and never shared, other nulls are null, transformers see none', () => {
    const first = entity(NULLS);
    const second = entity(NULLS);
    expect(first).toMatchObject({ name: null, path: null, total: null, label: null, next: null });
    expect([first.tags, first.numbers, first.scores]).toEqual([new Set(), [], new Map()]);
    expect(first.tags).not.toBe(second.tags);
    expect(first.numbers).not.toBe(second.numbers);
  });

  test('a value that has no exact form is an error that names the property, not the value', () => {
    const message = messageOf(() => entity({ ...FULL, total: 2n ** 60n }));
    expect(message).toMatch(/^ValidationError: Sample\.total does not fit bigint/);
    expect(message).not.toContain(String(2n ** 60n));
  });

  test.each([
    'a"b',
    "a'b",
    'a\\',
    'a\nb',
    'a\u2028b',
    '"]; throw new Error("ran"); //',
    '${process.exit(1)}',
    '`',
    '😀',
    '\ud800',
    'constructor',
    'toString',
    '__defineGetter__',
    'row',
    'entity',
  ])('names are data: %j', (name) => {
    const [column] = columns;
    const hostile = [
      { ...column!, name, property: `p${name}`, codec: { ...column!.codec, decode: undefined as never } },
    ];
    const result = version(() => compileHydrator(hostile))({ [name]: 'value' });
    expect(Object.entries(result)).toEqual([[`p${name}`, 'value']]);
  });
});

test('both versions agree on any row', () => {
  const [generated, interpreted] = versions.map(([, version]) => version(() => compileHydrator(columns, Sample)));
  const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
  const rows = fc.record({
    id: fc.constant(ID),
    'Full Name': maybe(fc.string()),
    tags: maybe(fc.uniqueArray(fc.string()).map((items) => new Set(items))),
    numbers: maybe(fc.uniqueArray(fc.integer()).map((items) => new Set(items))),
    scores: maybe(fc.array(fc.tuple(fc.string(), fc.integer())).map((items) => new Map(items))),
    path: maybe(fc.array(fc.integer())),
    total: maybe(fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n })),
    label: maybe(fc.integer()),
    next: maybe(fc.bigInt({ min: 0n, max: 1000n })),
  });
  fc.assert(fc.property(rows, (row) => expect(generated?.(row)).toStrictEqual(interpreted?.(row))));
});
