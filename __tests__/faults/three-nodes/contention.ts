import { setTimeout as sleep } from 'node:timers/promises';
import { testFault, timed } from '../support/fault';
import { connectionsOf } from '../support/frame-server';
import { type Cluster, FAULT_TIMEOUT } from './cluster';
import { codesOf, unknownOf } from './load';
import { Account } from './tables';

const CLIENTS = 50;
/** Milliseconds for all of them; who has not won by then gives up. */
const ENOUGH = 40_000;
const FEW = 10;

/** Fault 29: many writers of one row. */
export function contentionFaults(cluster: () => Cluster): void {
  testFault(
    {
      number: 29,
      title: 'fifty clients contend for one row with an optimistic lock',
      expected: 'one winner for each version; no update is lost; losers get a typed error, try again and win',
      tool: 'R',
      timeout: FAULT_TIMEOUT,
    },
    async () => {
      const { dataSource } = cluster();
      const accounts = dataSource.getRepository(Account);
      await accounts.save(accounts.create({ id: 'a', balance: 0, by: 'nobody' }));
      const failures: unknown[] = [];
      const winners = new Set<number>();
      const until = performance.now() + ENOUGH;
      const tryOnce = async (client: number, attempt: number): Promise<void> => {
        const account = await accounts.getOrFail({ id: 'a' });
        account.balance += 1;
        account.by = `${client}, ${attempt}`;
        await accounts.save(account, { verify: true });
        winners.add(client);
      };
      const client = async (number: number): Promise<void> => {
        for (let attempt = 1; !winners.has(number) && performance.now() < until; attempt += 1) {
          await tryOnce(number, attempt).catch((error: unknown) => failures.push(error));
          // Whoever lost often waits longer, so that those who contend become few.
          await sleep(Math.random() * Math.min(2000, 50 * 2 ** attempt));
        }
      };
      const { took } = await timed(() => Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number))));
      const { balance, version } = await accounts.getOrFail({ id: 'a' }, { consistency: 'SERIAL' });
      const unknown = unknownOf(failures);
      expect(winners.size).toBeGreaterThanOrEqual(FEW);
      expect(balance).toBeGreaterThanOrEqual(winners.size);
      expect(balance).toBeLessThanOrEqual(winners.size + unknown.length);
      expect(version).toBe(balance + 1);
      const codes = codesOf(failures);
      for (const code of codes) expect(code).toMatch(/^CASPY_/);
      const { connections } = connectionsOf(dataSource);
      const attempts = `${winners.size} of ${CLIENTS} won, with ${failures.length} losses, ${unknown.length} of them unsure`;
      return { took, attempts, lost: 0, errors: codes, connections };
    },
  );
}
