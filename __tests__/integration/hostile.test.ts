import { Client } from 'cassandra-driver';
import fc from 'fast-check';
import { baseEntityCases } from './support/hostile/base-entity-cases';
import { batchCases } from './support/hostile/batch-cases';
import { bulkCases } from './support/hostile/bulk-cases';
import type { Case, Slot } from './support/hostile/cases';
import { dataSourceCases } from './support/hostile/data-source-cases';
import { Canary, Place, Tally, Target } from './support/hostile/model';
import { publicMethods } from './support/hostile/public-methods';
import { querySetCases } from './support/hostile/query-set-cases';
import { repositoryCases } from './support/hostile/repository-cases';
import { schemaOf } from './support/hostile/state-of';
import { BOOM, HOSTILE } from './support/hostile/values';
import { dropTestData, testDataSource } from './support/test-data-source';
import type { DataSource, Repository } from 'caspy';
import { CaspyError } from 'caspy';

jest.setTimeout(300_000);

const CANARIES = Array.from({ length: 5 }, (_, seq) => ({ id: 'canary', seq, note: `row ${seq}` }));
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, Map.prototype, Target.prototype];

let dataSource: DataSource;
let targets: Repository<Target>;
let cases: Readonly<Record<string, Case>>;
let schema: unknown;
let sent: jest.SpiedFunction<Client['execute']>;
let batches: jest.SpiedFunction<Client['batch']>;
const properties = PROTOTYPES.map((each) => Reflect.ownKeys(each));

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Target, Tally, Place, Canary] });
  const places = dataSource.getRepository(Place);
  await places.save([1, 2].map((x) => places.create({ id: String(x), at: [x, 1] })));
  targets = dataSource.getRepository(Target);
  cases = {
    ...repositoryCases(targets, dataSource.getRepository(Tally)),
    ...bulkCases(targets),
    ...querySetCases(targets, places),
    ...dataSourceCases(dataSource),
    ...batchCases(dataSource),
    ...baseEntityCases(),
  };
  await dataSource.getRepository(Canary).save(CANARIES.map((each) => Object.assign(new Canary(), each)));
  // Makes the tables of its own, of locks and history.
  await dataSource.runMigrations();
  schema = await schemaOf(dataSource);
  sent = jest.spyOn(Client.prototype, 'execute');
  batches = jest.spyOn(Client.prototype, 'batch');
});
afterAll(async () => {
  jest.restoreAllMocks();
  await dropTestData(dataSource);
});

/** So that a write which is taken has something to change. */
async function restoreRow(): Promise<void> {
  const row = { id: 'a', seq: 1, note: 'n', tags: new Set(['t']), items: ['i'], labels: new Map([['k', 'v']]) };
  await targets.save(targets.create(row));
}

const requests = (): number => sent.mock.calls.length + batches.mock.calls.length;

function accepts(slot: Slot, value: unknown): boolean {
  try {
    return slot.accepts(value);
  } catch {
    return false;
  }
}

/** What is wrong with how an input was met; undefined when it was taken rightly, or refused before it was sent. */
async function faultOf(slot: Slot, make: () => unknown): Promise<string | undefined> {
  const value = make();
  const legal = accepts(slot, value);
  try {
    await slot.call(value as never);
    return legal || slot.isCql === true ? undefined : 'was taken';
  } catch (error) {
    if (error === BOOM) return requests() === 0 ? undefined : 'was sent before it threw';
    if (!(error instanceof CaspyError)) return `gave a raw ${String(error)}`;
    // Legal inputs may find nothing, or be too short a time; what they may not be is called wrong.
    const wrong = ['CASPY_CONFIGURATION', 'CASPY_VALIDATION', 'CASPY_QUERY_PLAN'].includes(error.code);
    if (legal) return wrong ? `is legal, but: ${error.message}` : undefined;
    return requests() === 0 || slot.isCql === true ? undefined : `was sent: ${error.message}`;
  }
}

async function faultsOf(method: string): Promise<string[]> {
  const slots = cases[method] ?? [];
  const faults: string[] = [];
  for (const slot of typeof slots === 'string' ? [] : slots) {
    for (const [name, make] of HOSTILE) {
      if (requests() > 0) await restoreRow();
      sent.mockClear();
      batches.mockClear();
      const fault = await faultOf(slot, make);
      if (fault !== undefined) faults.push(`${slot.name}: ${name} ${fault.slice(0, 200)}`);
    }
  }
  return faults;
}

async function expectNothingElseChanged(): Promise<void> {
  const canaries = await dataSource.getRepository(Canary).find();
  expect(canaries).toEqual(CANARIES.map((each) => Object.assign(new Canary(), each)));
  expect(await schemaOf(dataSource)).toEqual(schema);
  expect(PROTOTYPES.map((each) => Reflect.ownKeys(each))).toEqual(properties);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}

test('every public method has hostile cases', async () => {
  let batch: object = {};
  await dataSource.batch((each) => void (batch = Object.getPrototypeOf(each) as object));
  expect(publicMethods(batch).filter((method) => cases[method] === undefined)).toEqual([]);
  expect(Object.keys(cases).filter((method) => !publicMethods(batch).includes(method))).toEqual([]);
});

test('every hostile input is refused before anything is sent, or is a legal value of its place', async () => {
  await restoreRow();
  const faults: Record<string, string[]> = {};
  for (const method of Object.keys(cases)) {
    const found = await faultsOf(method);
    if (found.length > 0) faults[method] = found;
  }
  expect(faults).toEqual({});
  await expectNothingElseChanged();
});

describe('what is taken is stored verbatim', () => {
  const key = { id: 'verbatim', seq: 1 };

  test('any text, as a value, an element, a key of a map and a key of a row', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(...HOSTILE.map(([, make]) => make()).filter((value) => typeof value === 'string')),
    );
    const sound = text.filter((value) => Buffer.from(value).toString() === value && value.length < 10_000);
    const property = fc.asyncProperty(sound, sound, sound, async (note, element, id) => {
      const row = { ...key, id: `k${id}`, note, items: [element], labels: new Map([[element, note]]) };
      await targets.save(targets.create({ ...row, tags: new Set([element]) }));
      const read = await targets.getOrFail({ id: row.id, seq: row.seq });
      expect(read).toMatchObject({ ...row, tags: new Set([element]) });
      expect(await targets.existsBy({ id: row.id, seq: 1 })).toBe(true);
      await targets.delete({ id: row.id });
    });
    await fc.assert(property, { numRuns: 200, plugins: [fc.interruptAfterTimeLimit(60_000)] });
    await expectNothingElseChanged();
  });

  test('a megabyte', async () => {
    const note = '\u{1f600}'.repeat(1 << 18);
    await targets.save(targets.create({ ...key, note }));
    expect((await targets.getOrFail(key)).note).toBe(note);
  });

  test('anything at all in any column is refused with its name, or read back equal', async () => {
    const columns = ['note', 'size', 'total', 'ratio', 'done', 'at', 'uuid', 'bytes', 'price', 'address'] as const;
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
    });
    const property = fc.asyncProperty(fc.constantFrom(...columns), anything, async (column, value) => {
      const entity = targets.create(key);
      Reflect.set(entity, column, value);
      try {
        await targets.save(entity);
      } catch (error) {
        expect(error).toBeInstanceOf(CaspyError);
        expect(String(error)).toContain(`Target.${column}`);
        return;
      }
      const read: unknown = Reflect.get(await targets.getOrFail(key), column);
      // Undefined writes nothing, so that the row keeps what it had.
      if (value === undefined) return;
      // A whole number may be given as either kind; what is read is of the column's own.
      expect(typeof value === 'number' && typeof read !== 'number' ? Number(read) : read).toEqual(value);
    });
    await fc.assert(property, { numRuns: 300, plugins: [fc.interruptAfterTimeLimit(60_000)] });
    await expectNothingElseChanged();
  });
});

describe('an operator in a JSON body is no operator', () => {
  const bodies = [
    '{"$gt":""}',
    '{"$ne":null}',
    '{"name":">","operands":[""]}',
    '[{"$in":["a"]}]',
    '{"constructor":{}}',
  ];

  test.each(bodies)('%s', async (body) => {
    sent.mockClear();
    const where = { id: JSON.parse(body) as string };
    for (const call of [targets.findBy(where), targets.countBy(where), targets.delete(where), targets.get(where)]) {
      await expect(call).rejects.toBeInstanceOf(CaspyError);
    }
    expect(sent).not.toHaveBeenCalled();
  });
});
