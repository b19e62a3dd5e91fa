import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * The bytes in use, without what the garbage collector has not got to yet. In a process with a large heap the first
 * collection often only ends a marking that was going on, which keeps all that was made since it began.
 */
export function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
