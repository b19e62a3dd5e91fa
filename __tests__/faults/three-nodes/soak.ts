import { testFault } from '../support/fault';
import { runSoak } from '../support/soak/run-soak';
import { type Cluster, FAULT_TIMEOUT } from './cluster';

/** Twenty minutes by `npm run test:soak`. */
const SECONDS = Number(process.env.CASPY_SOAK_MINUTES ?? 1.25) * 60;
const FULL = 1200;
const IS_FULL = SECONDS >= FULL;
/** A process that has just begun still grows a little: a short soak finds gross leaks only. */
const LIMITS = IS_FULL
  ? { dropEvery: 20, maxPrepared: 100, usedLimit: 0.2, residentLimit: 1 }
  : { dropEvery: 6, maxPrepared: 50, usedLimit: 2, residentLimit: 30 };

/** Fault 30: connections that are lost again and again, for long. */
export function soakFaults(cluster: () => Cluster): void {
  testFault(
    {
      number: 30,
      title: 'connections to one node are dropped again and again under a mixed load (soak)',
      expected: 'memory does not grow; statements that are kept are bounded; no handle is left, and the process ends',
      tool: 'R',
      timeout: FAULT_TIMEOUT + SECONDS * 1000,
      isShortened: !IS_FULL,
    },
    () => runSoak(cluster().nodes, { seconds: SECONDS, warmUp: SECONDS / 3, ...LIMITS }),
  );
}
