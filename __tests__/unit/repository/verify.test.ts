import { Append, Column, PartitionKey, Table, TimeoutError, VersionColumn } from '../../../lib/index';
import { EntityTable } from '../../../lib/repository/entity-table';
import { Repository } from '../../../lib/repository/repository';
import { SessionPool } from '../../../lib/session/session-pool';
import { columns, int, rows, short, shortBytes, text } from '../../support/cql-frames';
import { FakeCassandra } from '../../support/fake-cassandra';
import type { Reply } from '../../support/fake-cassandra';
import { repositoryOf, rowPage } from '../support/fake-executor';
import { tableOf } from '../support/models';
import { rejectionOf } from '../support/reading';

@Table()
class Doc {
  @PartitionKey() id!: string;
  @Column() body!: string;
  @Column() note!: string;
}

@Table()
class Versioned {
  @PartitionKey() id!: string;
  @Column('list<text>') lines!: string[];
  @VersionColumn() version!: number;
}

const VALUES = { id: 'a', body: 'mine', note: 'n' };
const KEY = { id: 'a' };
/** Consistency SERIAL, 1 of 2 replicas, write type CAS. */
const CAS_TIMEOUT: Reply = {
  error: 0x1100,
  tail: Buffer.concat([short(8), int(1), int(2), shortBytes(text('CAS'))]),
};
const rowOf = (body: string): Reply => {
  const specs = [['id', 'varchar', text('a')], ['body', 'varchar', text(body)], ['note', 'varchar', text('n')]] as const; // prettier-ignore
  return { result: rows(columns('ks', 'doc', specs), 1) };
};

let fake: FakeCassandra;
let pool: SessionPool;

async function docs(...replies: readonly Reply[]): Promise<Repository<Doc>> {
  fake = await FakeCassandra.start({ onExecute: (attempt) => replies[attempt - 1] ?? 'void' });
  const options = {
    contactPoints: ['127.0.0.1'],
    localDataCenter: 'datacenter1',
    port: fake.port,
    requestTimeout: 400,
  };
  pool = new SessionPool(options);
  const context = { executor: pool, keyspace: 'ks', pageTokenSecret: undefined };
  return new Repository(new EntityTable(tableOf(Doc), context));
}

describe('over the wire', () => {
  afterEach(async () => {
    await pool.close();
    await fake.stop();
  });

  const unknown: readonly [string, Reply][] = [
    ['the server gave up on Paxos', CAS_TIMEOUT],
    ['no answer came', 'silent'],
  ];

  test.each(unknown)('the outcome is unknown when %s', async (_, reply) => {
    const repository = await docs(reply);
    const error: unknown = await repository.insert(VALUES, { ifNotExists: true }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ maybeApplied: true });
    expect((error as Error).message).toMatch(/Whether it was applied is unknown: read the row with consistency SERIAL/);
    expect(fake.executes).toBe(1);
  });

  test.each(unknown)('verify reads the row when %s', async (_, reply) => {
    const repository = await docs(reply, rowOf('mine'));
    expect(await repository.insert(VALUES, { ifNotExists: true, verify: true })).toEqual({ applied: true });
    expect(fake.executes).toBe(2);
  });

  test('a row of another writer in the way of an insert means that it was not applied', async () => {
    const repository = await docs(CAS_TIMEOUT, rowOf('theirs'));
    const result = await repository.insert(VALUES, { ifNotExists: true, verify: true });
    expect(result).toEqual({ applied: false, existing: { ...VALUES, body: 'theirs' } });
  });

  test('an update is applied when the row shows it, and unknown when it shows other values', async () => {
    const applied = await docs(CAS_TIMEOUT, rowOf('mine'));
    const update = { if: { note: 'x' }, verify: true };
    expect(await applied.update(KEY, { body: 'mine' }, update)).toEqual({ applied: true });
    await pool.close();
    await fake.stop();
    const unknownStill = await docs(CAS_TIMEOUT, rowOf('theirs'));
    expect(await rejectionOf(unknownStill.update(KEY, { body: 'mine' }, update))).toMatch(/^TimeoutError.*unknown/);
  });

  test('a verification that fails leaves the first error', async () => {
    const repository = await docs(CAS_TIMEOUT, { error: 0x2200, message: 'second' });
    const sent = repository.insert(VALUES, { ifNotExists: true, verify: true });
    expect(await rejectionOf(sent)).toMatch(/^TimeoutError: Doc\.insert: 1 of 2 replicas/);
  });

  test('a batch whose statements may be repeated is repeated, with the write time of its first attempt', async () => {
    const repository = await docs({ error: 0x1001 });
    const part = repository.writer.insertRequest(VALUES, {});
    await pool.executeBatch([part, part], { logged: true, operation: 'x' });
    expect(fake.executes).toBe(2);
    expect(pool.metrics()).toMatchObject({ executed: 1, retries: 1, inFlight: 0 });
  });

  test('a batch with one statement that may not is not', async () => {
    const repository = await docs('silent');
    const part = repository.writer.insertRequest(VALUES, { ifNotExists: true });
    const sent = pool.executeBatch([part], { logged: true, operation: 'Doc.batch' });
    expect(await rejectionOf(sent)).toMatch(/^TimeoutError: Doc\.batch.*unknown/);
    expect(fake.executes).toBe(1);
  });
});

describe('verify', () => {
  const late = (): TimeoutError => new TimeoutError('late', { maybeApplied: true });

  test('reads at the serial consistency of the write', async () => {
    const { repository, executor } = repositoryOf(Doc);
    executor.answers.push(late(), rowPage([{ id: 'a', body: null, note: 'n' }]));
    const values = { id: 'a', body: null, note: 'n' };
    const options = { ifNotExists: true, verify: true, serialConsistency: 'LOCAL_SERIAL' } as const;
    expect(await repository.insert(values as never, options)).toEqual({ applied: true });
    expect(executor.sent[1]).toMatchObject({ options: { consistency: 'LOCAL_SERIAL' } });
    expect(executor.sent[1]?.cql).toMatch(/^SELECT id, body, note FROM ks\.doc WHERE id = \?$/);
  });

  test('is not asked for what certainly was not applied', async () => {
    const { repository, executor } = repositoryOf(Doc);
    executor.answers.push(new TimeoutError('early', { maybeApplied: false }));
    const sent = repository.insert(VALUES, { ifNotExists: true, verify: true });
    expect(await rejectionOf(sent)).toBe('TimeoutError: early');
    expect(executor.sent).toHaveLength(1);
  });

  test('cannot tell about a row that is gone, nor about changes in place', async () => {
    const { repository, executor } = repositoryOf(Doc);
    executor.answers.push(late(), rowPage());
    expect(await rejectionOf(repository.insert(VALUES, { ifNotExists: true, verify: true }))).toBe(
      'TimeoutError: late',
    );
    const versioned = repositoryOf(Versioned);
    versioned.executor.answers.push(late());
    const changes = { lines: Append('x'), version: 1 };
    expect(await rejectionOf(versioned.repository.update(KEY, changes, { verify: true }))).toBe('TimeoutError: late');
    expect(versioned.executor.sent).toHaveLength(1);
  });

  test('knows the next version', async () => {
    const { repository, executor } = repositoryOf(Versioned);
    executor.answers.push(late(), rowPage([{ id: 'a', lines: ['x'], version: 2 }]));
    expect(await repository.update(KEY, { lines: ['x'], version: 1 }, { verify: true })).toEqual({ applied: true });
  });

  test('without a condition is refused', async () => {
    const { repository } = repositoryOf(Doc);
    expect(await rejectionOf(repository.insert(VALUES, { verify: true }))).toMatch(/^ConfigurationError.*conditional/);
    expect(await rejectionOf(repository.update(KEY, { body: 'x' }, { verify: true }))).toMatch(/conditional writes/);
  });
});
