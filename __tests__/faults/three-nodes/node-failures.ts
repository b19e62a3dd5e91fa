import { setTimeout as sleep } from 'node:timers/promises';
import { testFault } from '../support/fault';
import { connectionsOf } from '../support/frame-server';
import { type Cluster, DEADLINE, FAULT_TIMEOUT, KEYSPACE } from './cluster';
import { codesOf, linesOf, lostOf, startAppends, startLoad, unknownOf } from './load';
import { Entry } from './tables';

/** The part of the deadline after which an attempt is given up for one on another node. */
const ATTEMPT = 0.4;
/** The default of `requestTimeout`. */
const DEFAULT_DEADLINE = 5000;
/** Timers of a busy process are late. */
const LATE = 1000;

/** Faults 1 and 2: a node dies, and a node hangs. */
export function nodeFaults(cluster: () => Cluster): void {
  testFault(
    {
      number: 1,
      title: 'one of three nodes is killed under load',
      expected:
        'no error of idempotent writes, no acknowledged write lost, no append twice; the stall is shorter than one attempt; the node is used again once it is back',
      tool: 'R',
      timeout: FAULT_TIMEOUT,
    },
    async () => {
      const { nodes, dataSource } = cluster();
      const saves = startLoad(dataSource, 'kill');
      const appends = startAppends(dataSource, 'kill');
      await sleep(1000);
      await nodes.kill(1);
      await sleep(4000);
      const [load, appended] = await Promise.all([saves.stop(), appends.stop()]);
      expect(load.failures).toEqual([]);
      const limit = ATTEMPT * DEADLINE;
      expect(load.longestGap).toBeLessThan(limit);
      await nodes.heal(dataSource);
      const lost = await lostOf(dataSource, load.acknowledged);
      expect(lost).toBe(0);
      const lines = await linesOf(dataSource, 'kill');
      expect(lines).toEqual(expect.arrayContaining(appended.acknowledged));
      expect(new Set(lines).size).toBe(lines.length);
      const unknown = unknownOf(appended.failures);
      expect(lines.length).toBeLessThanOrEqual(appended.acknowledged.length + unknown.length);
      const attempts =
        `${load.acknowledged.length} writes, 0 errors; ` +
        `${appended.acknowledged.length} appends, ${unknown.length} with maybeApplied, none twice`;
      const { connections } = connectionsOf(dataSource);
      const note = 'the longest stall of the load; limit: the share of one attempt of a deadline of 15 s';
      return { took: load.longestGap, limit, attempts, lost, connections, errors: codesOf(appended.failures), note };
    },
  );

  testFault(
    {
      number: 2,
      title: 'one of three nodes hangs (SIGSTOP) under load',
      expected:
        'every request ends within the default deadline of 5 s; traffic moves to the others; the node is used again',
      tool: 'R',
      timeout: FAULT_TIMEOUT,
    },
    async () => {
      const { nodes, connect } = cluster();
      await using dataSource = await connect({ keyspace: KEYSPACE, entities: [Entry], requestTimeout: undefined });
      const { stop } = startLoad(dataSource, 'hang');
      await sleep(1000);
      await nodes.freeze(1);
      await sleep(12_000);
      const load = await stop();
      const limit = DEFAULT_DEADLINE + LATE;
      expect(load.slowest).toBeLessThan(limit);
      for (const error of load.failures) expect(error).toMatchObject({ maybeApplied: true });
      expect(load.failures.length).toBeLessThan(load.acknowledged.length / 20);
      const recovered = startLoad(dataSource, 'moved');
      await sleep(3000);
      const moved = await recovered.stop();
      expect(moved.failures).toEqual([]);
      // Nothing is sent to the node any more: its silent connection was given up.
      expect(Object.keys(dataSource.metrics().hosts)).toHaveLength(2);
      await nodes.thaw(1);
      const healed = await nodes.heal(dataSource);
      const lost = await lostOf(dataSource, [...load.acknowledged, ...moved.acknowledged]);
      expect(lost).toBe(0);
      const { connections } = connectionsOf(dataSource);
      const note = `connected to the node again ${(healed / 1000).toFixed(1)} s after it went on`;
      const attempts = `${load.acknowledged.length} writes, ${load.failures.length} errors`;
      return { took: load.slowest, limit, attempts, lost, errors: codesOf(load.failures), connections, note };
    },
  );
}
