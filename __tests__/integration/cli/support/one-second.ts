import { spawnSync } from 'node:child_process';

/**
 * The second in which Ctrl-C must end the command, in milliseconds, on a machine with other work to do: longer by what
 * starting and ending two processes that do nothing takes at this moment.
 */
export function oneSecond(): number {
  const from = performance.now();
  for (let count = 0; count < 2; count += 1) spawnSync(process.execPath, ['-e', '0']);
  return 1_000 + performance.now() - from;
}
