import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryMessage } from '../../../lib/session/request-observer';
import { failureOf, testFault, timed } from '../support/fault';
import { connectionsOf } from '../support/frame-server';
import { type Cluster, DEADLINE, FAULT_TIMEOUT, PATIENT } from './cluster';
import { codesOf, lostOf, unknownOf } from './load';
import { Entry, Hits } from './tables';
import type { DataSource } from 'caspy';
import { In } from 'caspy';

const ROWS = 6000;
const COUNTERS = 16;
const COUNTING = 64;

interface Counted {
  sure: number;
  readonly failures: unknown[];
  /** Attempts of those whose outcome is unknown. */
  readonly attempts: number[];
}

/** Increments, 64 on their way at a time, until it is stopped. */
function startCounting(dataSource: DataSource): () => Promise<Counted> {
  const hits = dataSource.getRepository(Hits);
  const counted: Counted = { sure: 0, failures: [], attempts: [] };
  const listener = (message: unknown): void => {
    const { kind, error, attempts } = message as QueryMessage;
    if (kind === 'counter' && unknownOf([error]).length > 0) counted.attempts.push(attempts);
  };
  subscribe('caspy:query', listener);
  let isOver = false;
  const worker = async (number: number): Promise<void> => {
    while (!isOver) {
      await hits.increment({ id: String(number % COUNTERS) }, 'hits').then(
        () => (counted.sure += 1),
        (error: unknown) => counted.failures.push(error),
      );
    }
  };
  const workers = Promise.all(Array.from({ length: COUNTING }, (_, number) => worker(number)));
  return async () => {
    isOver = true;
    await workers;
    unsubscribe('caspy:query', listener);
    return counted;
  };
}

async function storedHits(dataSource: DataSource): Promise<number> {
  const hits = dataSource.getRepository(Hits);
  const ids = Array.from({ length: COUNTERS }, (_, number) => String(number));
  const found = await Promise.all(ids.map((id) => hits.get({ id }, PATIENT)));
  return found.reduce((sum, row) => sum + Number(row?.hits ?? 0n), 0);
}

/** Faults 26 and 27: many rows, and large ones. */
export function bulkFaults(cluster: () => Cluster): void {
  testFault(
    {
      number: 26,
      title: 'a node is killed in the middle of a bulk write',
      expected:
        'every row is written or reported with its outcome; increments that the node had in hand are reported with maybeApplied, and none is sent again',
      tool: 'R',
      timeout: FAULT_TIMEOUT,
    },
    async () => {
      const { nodes, dataSource } = cluster();
      const entries = dataSource.getRepository(Entry);
      const stopCounting = startCounting(dataSource);
      let killing: Promise<void> | undefined;
      const rows = function* () {
        for (let id = 0; id < ROWS; id++) {
          if (id === ROWS / 2) killing = nodes.kill(2);
          yield entries.create({ id: `bulk ${id}`, body: 'x' });
        }
      };
      const failed = new Set<string>();
      const { value: result, took } = await timed(() =>
        entries.bulkSave(rows(), { onError: ({ item }) => failed.add(item.id) }),
      );
      await killing;
      await sleep(200);
      const { sure, failures, attempts: sent } = await stopCounting();
      expect(result.written + result.failed + result.maybeWritten).toBe(ROWS);
      expect(result.failed + result.maybeWritten).toBe(failed.size);
      await nodes.heal(dataSource);
      const ids = Array.from({ length: ROWS }, (_, id) => `bulk ${id}`);
      const lost = await lostOf(
        dataSource,
        ids.filter((id) => !failed.has(id)),
      );
      expect(lost).toBe(0);
      const unknown = unknownOf(failures);
      expect(unknown.length).toBeGreaterThan(0);
      expect(sent).toEqual(unknown.map(() => 1));
      const stored = await storedHits(dataSource);
      expect(stored).toBeGreaterThanOrEqual(sure);
      expect(stored).toBeLessThanOrEqual(sure + unknown.length);
      const { connections } = connectionsOf(dataSource);
      const counters = `${sure} increments sure, ${unknown.length} with maybeApplied and sent once, ${stored} stored`;
      const attempts = `${result.written} of ${ROWS} rows written, ${failed.size} reported; ${counters}`;
      return { took, attempts, lost, connections, errors: codesOf(failures) };
    },
  );

  testFault(
    {
      number: 27,
      title: 'rows of more than 50 KiB at once, an In() of 1,000 keys, a value of 17 MiB',
      expected: 'split into requests that the server takes, or refused with a typed error and nothing written',
      tool: 'R',
      timeout: FAULT_TIMEOUT,
    },
    async () => {
      const { dataSource } = cluster();
      const entries = dataSource.getRepository(Entry);
      const ids = Array.from({ length: 1000 }, (_, id) => `big ${id}`);
      const body = 'y'.repeat(1000);
      const saved = await entries.bulkSave(ids.map((id) => entries.create({ id, body })));
      expect(saved).toMatchObject({ written: ids.length, failed: 0 });
      const found = await entries.find({ where: { id: In(ids) } });
      expect(new Set(found.map(({ id }) => id))).toEqual(new Set(ids));
      expect(found.every((entry) => entry.body === body)).toBe(true);
      const many = Array.from({ length: 10_001 }, (_, id) => String(id));
      const { error: tooMany } = await failureOf(entries.find({ where: { id: In(many) } }));
      expect(tooMany).toMatchObject({ code: 'CASPY_QUERY_PLAN' });
      const { error: tooLarge } = await failureOf(
        dataSource.batch((batch) => {
          for (const id of ids.slice(0, 100)) batch.save(entries.create({ id, body: 'z'.repeat(1000) }));
        }),
      );
      expect(tooLarge).toMatchObject({ code: 'CASPY_QUERY_PLAN' });
      const huge = entries.create({ id: 'huge', body: 'z'.repeat(17 * 2 ** 20) });
      const { error, took } = await failureOf(entries.save(huge));
      expect(error).toMatchObject({ code: 'CASPY_INVALID_QUERY', maybeApplied: false });
      expect(error.message.length).toBeLessThan(1000);
      expect(await entries.get({ id: 'huge' })).toBeNull();
      expect(await entries.get({ id: 'big 1' })).toMatchObject({ body });
      const { connections } = connectionsOf(dataSource);
      const errors = [...new Set([tooMany, tooLarge, error].map((each) => String(Reflect.get(each, 'code'))))];
      const attempts = `${ids.length} rows of 1 MB in all written, and read by one In()`;
      return { took, limit: DEADLINE, attempts, lost: 0, errors, connections };
    },
  );
}
