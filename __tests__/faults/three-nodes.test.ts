import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf, testFault, timed } from './support/fault';
import { connectionsOf } from './support/frame-server';
import { ThreeNodes } from './support/three-nodes';
import { Column, CounterColumn, DataSource, PartitionKey, RequestError, Table, VersionColumn } from 'caspy';

@Table()
class Entry {
  @PartitionKey() id!: string;
  @Column() body!: string;
}

@Table()
class Hits {
  @PartitionKey() id!: string;
  @CounterColumn() hits!: bigint;
}

@Table()
class Account {
  @PartitionKey() id!: string;
  @Column('int') balance!: number;
  @VersionColumn() version!: number;
}

const KEYSPACE = 'faults';
const FAULT_TIMEOUT = 240_000;
/** Generous, because test machines are slow; tests about deadlines set their own. */
const DEADLINE = 15_000;
/** Looking whether all is there is no part of a fault. */
const PATIENT = { timeout: 60_000 } as const;

let nodes: ThreeNodes;
let dataSource: DataSource;

beforeAll(async () => {
  nodes = await ThreeNodes.start();
  dataSource = await nodes.dataSource({
    keyspace: KEYSPACE,
    entities: [Entry, Hits, Account],
    requestTimeout: DEADLINE,
  });
}, 600_000);
afterAll(async () => {
  await dataSource.destroy();
  await nodes.stop();
}, 60_000);

/** A test that failed half-way must not fail those after it. */
beforeEach(() => nodes.heal(dataSource), FAULT_TIMEOUT);

interface Load {
  readonly acknowledged: string[];
  readonly failures: unknown[];
  /** The longest time without one acknowledged write. */
  longestGap: number;
  slowest: number;
  isOver: boolean;
}

/** Idempotent writes, sixteen at a time, until it is over. */
function startLoad(prefix: string): { load: Load; stop: () => Promise<Load> } {
  const entries = dataSource.getRepository(Entry);
  const load: Load = { acknowledged: [], failures: [], longestGap: 0, slowest: 0, isOver: false };
  let lastAt = performance.now();
  const worker = async (number: number): Promise<void> => {
    for (let count = 0; !load.isOver; count++) {
      const id = `${prefix} ${number} ${count}`;
      const startedAt = performance.now();
      try {
        await entries.save(entries.create({ id, body: 'x' }));
        load.acknowledged.push(id);
        load.longestGap = Math.max(load.longestGap, performance.now() - lastAt);
        lastAt = performance.now();
      } catch (error) {
        load.failures.push(error);
      }
      load.slowest = Math.max(load.slowest, performance.now() - startedAt);
      await sleep(5);
    }
  };
  const workers = Promise.all(Array.from({ length: 16 }, (_, number) => worker(number)));
  const stop = async (): Promise<Load> => {
    load.isOver = true;
    await workers;
    return load;
  };
  return { load, stop };
}

async function lostOf(ids: readonly string[]): Promise<number> {
  const entries = dataSource.getRepository(Entry);
  let lost = 0;
  for (let at = 0; at < ids.length; at += 50) {
    const found = await Promise.all(ids.slice(at, at + 50).map((id) => entries.get({ id }, PATIENT)));
    lost += found.filter((entry) => entry === null).length;
  }
  return lost;
}

testFault(
  {
    number: 1,
    title: 'one of three nodes is killed under load',
    expected: 'no error of idempotent writes, no acknowledged write lost; the node is used again once it is back',
    tool: 'R',
    timeout: FAULT_TIMEOUT,
  },
  async () => {
    const { stop } = startLoad('kill');
    await sleep(1000);
    await nodes.kill(1);
    await sleep(4000);
    const load = await stop();
    expect(load.failures).toEqual([]);
    expect(load.slowest).toBeLessThan(DEADLINE);
    await nodes.heal(dataSource);
    const lost = await lostOf(load.acknowledged);
    expect(lost).toBe(0);
    const { connections } = connectionsOf(dataSource);
    expect(connections).toBeGreaterThanOrEqual(3);
    const attempts = `${load.acknowledged.length} writes, 0 errors`;
    return {
      took: load.longestGap,
      limit: DEADLINE,
      attempts,
      lost,
      connections,
      note: 'the longest stall of the load',
    };
  },
);

testFault(
  {
    number: 2,
    title: 'one of three nodes hangs (SIGSTOP) under load',
    expected: 'every request ends within its deadline; traffic moves to the others; the node is used again',
    tool: 'R',
    timeout: FAULT_TIMEOUT,
  },
  async () => {
    const { stop } = startLoad('hang');
    await sleep(1000);
    await nodes.freeze(1);
    await sleep(15_000);
    const load = await stop();
    expect(load.slowest).toBeLessThan(DEADLINE + 1000);
    for (const error of load.failures) expect(error).toMatchObject({ maybeApplied: true });
    expect(load.failures.length).toBeLessThan(load.acknowledged.length / 20);
    const recovered = startLoad('moved');
    await sleep(3000);
    const moved = await recovered.stop();
    expect(moved.failures).toEqual([]);
    await nodes.thaw(1);
    const healed = await nodes.heal(dataSource);
    const lost = await lostOf([...load.acknowledged, ...moved.acknowledged]);
    expect(lost).toBe(0);
    const { connections } = connectionsOf(dataSource);
    const codes = [...new Set(load.failures.map((error) => String(Reflect.get(Object(error), 'code'))))];
    const note = `connected to the node again ${(healed / 1000).toFixed(1)} s after it went on`;
    const attempts = `${load.acknowledged.length} writes, ${load.failures.length} errors`;
    return { took: load.slowest, limit: DEADLINE + 1000, attempts, lost, errors: codes, connections, note };
  },
);

testFault(
  {
    number: 26,
    title: 'a node is killed in the middle of a bulk write',
    expected: 'every row is written or reported with its outcome; counters are never counted twice',
    tool: 'R',
    timeout: FAULT_TIMEOUT,
  },
  async () => {
    const count = 6000;
    const entries = dataSource.getRepository(Entry);
    const hits = dataSource.getRepository(Hits);
    let killing: Promise<void> | undefined;
    const rows = function* () {
      for (let id = 0; id < count; id++) {
        if (id === count / 2) killing = nodes.kill(2);
        yield entries.create({ id: `bulk ${id}`, body: 'x' });
      }
    };
    const failed = new Set<string>();
    const counting = Promise.allSettled(
      Array.from({ length: 200 }, async (_, index) => {
        await sleep(index * 5);
        await hits.increment({ id: 'a' }, 'hits');
      }),
    );
    const { value: result, took } = await timed(() =>
      entries.bulkSave(rows(), { onError: ({ item }) => failed.add(item.id) }),
    );
    await killing;
    const counted = await counting;
    expect(result.written + result.failed + result.maybeWritten).toBe(count);
    const ids = Array.from({ length: count }, (_, id) => `bulk ${id}`);
    await nodes.heal(dataSource);
    const lost = await lostOf(ids.filter((id) => !failed.has(id)));
    expect(lost).toBe(0);
    const sure = counted.filter(({ status }) => status === 'fulfilled').length;
    const unsure = counted.filter(
      (each) => each.status === 'rejected' && each.reason instanceof RequestError && each.reason.maybeApplied,
    ).length;
    const stored = Number((await hits.get({ id: 'a' }, PATIENT))?.hits ?? 0n);
    expect(stored).toBeGreaterThanOrEqual(sure);
    expect(stored).toBeLessThanOrEqual(sure + unsure);
    const { connections } = connectionsOf(dataSource);
    const attempts = `${result.written} of ${count} written, ${failed.size} reported; counter ${stored}, ${sure} sure, ${unsure} unsure`;
    return { took, attempts, lost, connections };
  },
);

testFault(
  {
    number: 29,
    title: 'fifty clients contend for one row with an optimistic lock',
    expected: 'one winner for each version; no update is lost; losers get a typed error',
    tool: 'R',
    timeout: FAULT_TIMEOUT,
  },
  async () => {
    const accounts = dataSource.getRepository(Account);
    await accounts.save(accounts.create({ id: 'a', balance: 0 }));
    const codes = new Set<string>();
    let wins = 0;
    let unsure = 0;
    const client = async (): Promise<void> => {
      for (let round = 0; round < 2; round++) {
        const account = await accounts.getOrFail({ id: 'a' });
        account.balance += 1;
        try {
          await accounts.save(account);
          wins += 1;
        } catch (error) {
          codes.add(String(Reflect.get(Object(error), 'code')));
          if (error instanceof RequestError && error.maybeApplied) unsure += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: 50 }, client));
    const { balance, version } = await accounts.getOrFail({ id: 'a' }, { consistency: 'SERIAL' });
    expect(wins).toBeGreaterThan(0);
    expect(balance).toBeGreaterThanOrEqual(wins);
    expect(balance).toBeLessThanOrEqual(wins + unsure);
    expect(version).toBe(balance + 1);
    const { connections } = connectionsOf(dataSource);
    return { attempts: `${wins} won, ${unsure} unsure, of 100`, lost: 0, errors: [...codes], connections };
  },
);

testFault(
  {
    number: 27,
    title: 'rows of more than 50 KiB at once, a value of 17 MiB',
    expected: 'split into requests that the server takes, or refused with a typed error',
    tool: 'R',
    timeout: FAULT_TIMEOUT,
  },
  async () => {
    const entries = dataSource.getRepository(Entry);
    const big = Array.from({ length: 200 }, (_, id) => entries.create({ id: `big ${id}`, body: 'y'.repeat(1000) }));
    const saved = await entries.bulkSave(big);
    expect(saved).toMatchObject({ written: 200, failed: 0 });
    expect(await lostOf(big.map(({ id }) => id))).toBe(0);
    const { error, took } = await failureOf(
      entries.save(entries.create({ id: 'huge', body: 'z'.repeat(17 * 2 ** 20) }), { timeout: DEADLINE }),
    );
    expect(error).toBeInstanceOf(Error);
    const code = String(Reflect.get(error, 'code'));
    expect(code).toMatch(/^CASPY_/);
    await expect(entries.get({ id: 'big 1' })).resolves.not.toBeNull();
    const { connections } = connectionsOf(dataSource);
    return { took, limit: DEADLINE, attempts: '200 rows of 200 KB in all', lost: 0, errors: [code], connections };
  },
);
