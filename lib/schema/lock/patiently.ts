import { setTimeout as sleep } from 'node:timers/promises';
import { CaspyError } from '../../errors';

/** Nodes that have not heard of a change of the schema yet are asked again for so long. */
const PATIENCE = 15_000;
const PAUSE = 250;

/** Asks again while a node says that it does not know the keyspace or table, which another process has just created. */
export async function patiently<T>(run: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isUnknown(error) || performance.now() >= end) throw error;
      await sleep(PAUSE);
    }
  }
}

function isUnknown(error: unknown): boolean {
  return (
    error instanceof CaspyError &&
    error.code === 'CASPY_INVALID_QUERY' &&
    /table|keyspace|unconfigured/i.test(error.message)
  );
}
