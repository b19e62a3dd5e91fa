import fc from 'fast-check';
import {
  And,
  Append,
  Between,
  CaspyError,
  Contains,
  Equal,
  In,
  LessThan,
  MoreThan,
  Put,
  type Repository,
} from '../../../lib/index';
import { repositoryOf } from '../support/fake-executor';
import { Reading } from '../support/reading';

/** Stands in every hostile text; no statement may hold it. */
const CANARY = 'canaryx';
const CALLS = 7_000;

const hostileText = fc.oneof(
  fc.constantFrom(
    `${CANARY}' OR 1=1; DROP TABLE readings; --`,
    `${CANARY}" FROM ks.secret --`,
    `"${CANARY}"`,
    `level" = 1, "${CANARY}`,
    `/*${CANARY}*/`,
    `${CANARY}\u0000\n$$`,
    `ttl(${CANARY})`,
    `?${CANARY}`,
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => `${CANARY}${text}`),
);
const magicName = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'valueOf',
);
const ownName = fc.constantFrom(
  'tenant',
  'day',
  'sensor',
  'at',
  'owner',
  'value',
  'level',
  'city',
  'tags',
  'path',
  'attrs',
);
const name = fc.oneof(
  { weight: 4, arbitrary: ownName },
  { weight: 1, arbitrary: magicName },
  { weight: 2, arbitrary: hostileText },
);

/** Objects as `JSON.parse` makes them: `__proto__` is a property of its own there. */
const parsed = fc
  .array(fc.tuple(fc.oneof(name, fc.constantFrom('$gt', 'operands', 'name')), hostileText), { maxLength: 2 })
  .map((entries): unknown =>
    JSON.parse(`{${entries.map((entry) => entry.map((part) => JSON.stringify(part)).join(':')).join(',')}}`),
  );
const fitting = fc.constantFrom<unknown>('t', '2024-02-29', 1, new Date(0), new Set(['x']), [1], new Map([['k', 1]]));
const value = fc.oneof(
  { weight: 4, arbitrary: fitting },
  { weight: 3, arbitrary: hostileText },
  { weight: 2, arbitrary: parsed },
  {
    weight: 1,
    arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, maxDepth: 1 }),
  },
);
const operand = fc.oneof(
  { weight: 4, arbitrary: value },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(Equal, LessThan, MoreThan, Contains, Append), value)
      .map(([make, each]) => attempt(() => make(each as never))),
  },
  { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }).map((values) => attempt(() => In(values as never))) },
  {
    weight: 1,
    arbitrary: fc.tuple(value, value).map((ends) => attempt(() => Between(ends[0] as never, ends[1] as never))),
  },
  { weight: 1, arbitrary: value.map((each) => attempt(() => And(MoreThan(each as never), LessThan(each as never)))) },
  {
    weight: 1,
    arbitrary: fc.tuple(hostileText, value).map(([key, each]) => attempt(() => Put({ [key]: each } as never))),
  },
);

/** Conditions or values: the key of a partition, mostly, and whatever else. */
const record = fc.tuple(fc.boolean(), fc.array(fc.tuple(name, operand), { maxLength: 2 })).map(([hasKey, entries]) => {
  const given: Record<string, unknown> = hasKey ? { tenant: 't', day: '2024-02-29' } : {};
  for (const [property, each] of entries) {
    Object.defineProperty(given, property, { value: each, enumerable: true, writable: true, configurable: true });
  }
  return given;
});

/** Operators refuse what they cannot take when they are made: the value is then as hostile as it was. */
function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof CaspyError) return CANARY;
    throw error;
  }
}

interface Input {
  readonly one: Record<string, unknown>;
  readonly two: Record<string, unknown>;
  readonly name: string;
  readonly value: unknown;
}
type Call = (repository: Repository<Reading>, input: Input) => unknown;

const ROW = { tenant: 't', day: '2024-02-29', sensor: 's', at: new Date(0) };

/** All that takes names, conditions, values or options. The casts are what JavaScript and JSON bring. */
const METHODS: Readonly<Record<string, Call>> = {
  get: (r, { one }) => r.get({ ...ROW, ...one }),
  find: (r, { one, name: select }) => r.find({ where: one, select: [select] } as never),
  'find in order': (r, { one, name: by, value: direction }) => r.find({ where: one, order: own(by, direction) }),
  'find as the body says': (r, { one }) => r.find(one),
  findOneBy: (r, { one }) => r.findOneBy(one),
  findPage: (r, { one, value: after }) => r.findPage({ where: one, after } as never),
  countBy: (r, { one }) => r.countBy(one),
  existsBy: (r, { one }) => r.existsBy(one),
  sum: (r, { one, name: column }) => r.sum(column as never, one),
  save: (r, { one }) => r.save(Object.assign(r.create(ROW as never), one)),
  create: (r, { one }) => r.save(r.create({ ...ROW, ...one })),
  insert: (r, { one }) => r.insert({ ...ROW, ...one }),
  'insert once': (r, { one, value: ttl }) => r.insert({ ...ROW, ...one }, { ifNotExists: true, ttl } as never),
  update: (r, { one, two }) => r.update({ ...ROW, ...one }, two),
  'update if': (r, { one, two }) => r.update(ROW, one, { if: two }),
  updateCollection: (r, { name: column, two }) => r.updateCollection(ROW, column as never, two as never),
  'put into a map': (r, { one }) => r.updateCollection(ROW, 'attrs' as never, { put: one } as never),
  delete: (r, { one }) => r.delete(one),
  'delete columns': (r, { name: column }) => r.delete(ROW, { columns: [column] } as never),
  remove: (r, { one }) => r.remove(Object.assign(r.create(ROW as never), one)),
  select: (r, { one, name: column }) =>
    r
      .filter(one as never)
      .select(column as never)
      .all(),
  orderBy: (r, { one, name: column, value: way }) =>
    r
      .filter(one as never)
      .orderBy(column as never, way as never)
      .all(),
  groupBy: (r, { one, name: column }) => (r.filter(one).groupBy(column as never) as { all(): unknown }).all(),
  allowFiltering: (r, { one }) => r.filter(one).allowFiltering().all(),
  annOf: (r, { name: column, value: vector }) =>
    r
      .all()
      .annOf(column as never, vector as never)
      .limit(1)
      .all(),
  bulkSave: (r, { one }) => r.bulkSave([r.create({ ...ROW, ...one })]),
  options: (r, { one }) => r.get(ROW, one),
  // A word is a legal keyspace.
  withKeyspace: (r, { name: keyspace }) =>
    r.withKeyspace(/^\w*$/.test(keyspace) ? `${keyspace}"` : keyspace).findBy(ROW),
};

function own(property: string, given: unknown): object {
  return Object.defineProperty({}, property, { value: given, enumerable: true });
}

/** What is left of a statement without its quoted names has neither quotes nor anything of an input. */
const isClean = (cql: string): boolean => !cql.includes(CANARY) && !/['";\n]/.test(cql.replaceAll(/"[\w ]+"/g, ''));
const PROTOTYPES = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  Map.prototype,
  Set.prototype,
  Reading.prototype,
];
const keysOf = (): unknown[] => PROTOTYPES.map((each) => Reflect.ownKeys(each));

test('whatever is given as a name, a condition, a value or an option, the server gets markers, and prototypes stay', async () => {
  const before = keysOf();
  const sentBy = new Map<string, number>();
  const input = fc.record({ one: record, two: record, name, value });
  const property = fc.asyncProperty(fc.constantFrom(...Object.keys(METHODS)), input, async (method, given) => {
    const { repository, executor } = repositoryOf(Reading);
    try {
      await METHODS[method]?.(repository, given);
    } catch (error) {
      if (!(error instanceof CaspyError))
        throw new Error(`${method} gave an error that is none of caspy's`, { cause: error });
    }
    const statements = [
      ...executor.sent,
      ...executor.batches.flatMap(({ parts }) => parts.map((each) => each.statement)),
    ];
    if (statements.length > 0) sentBy.set(method, (sentBy.get(method) ?? 0) + 1);
    expect(statements.filter(({ cql }) => !isClean(cql)).map(({ cql }) => cql)).toEqual([]);
  });
  await fc.assert(property, { numRuns: CALLS });
  // Else nothing but refusals was tested.
  expect([...sentBy.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(CALLS / 20);
  expect(sentBy.size).toBeGreaterThan(12);
  expect(keysOf()).toEqual(before);
  expect(Reflect.get({}, CANARY)).toBeUndefined();
}, 120_000);
