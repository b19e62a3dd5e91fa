import { testFault } from '../support/fault';
import { runHistory } from '../support/history/run-history';
import { type Cluster, FAULT_TIMEOUT } from './cluster';

/** Two minutes by `npm run test:history`. */
const SECONDS = Number(process.env.CASPY_HISTORY_SECONDS ?? 40);
const FULL = 120;

/** Number 31: everything at once, and every call checked. */
export function historyFaults(cluster: () => Cluster): void {
  testFault(
    {
      number: 31,
      title: 'a mixed load of 64 clients while nodes are killed, stopped and restarted in turn (history)',
      expected:
        'every acknowledged write is readable at QUORUM; conditions have one winner; what may have been applied says so',
      tool: 'R',
      timeout: 2 * FAULT_TIMEOUT + SECONDS * 2000,
      isShortened: SECONDS < FULL,
    },
    () => runHistory(cluster().nodes, SECONDS),
  );
}
