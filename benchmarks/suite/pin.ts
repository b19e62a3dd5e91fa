import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Keeps this process, and the processes that it starts from now on, to these cores. */
export function pinTo(cores: string): void {
  execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', cores, String(process.pid)], { stdio: 'ignore' });
}

/** Cores for the server and for the clients: a half each. @throws Error where there is one core, or no `taskset`. */
export function sharedCores(): { readonly server: string; readonly client: string } {
  const count = cpus().length;
  if (count < 2) throw new Error('--pin needs two cores.');
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error('--pin needs taskset, which is part of util-linux.');
  }
  const half = Math.floor(count / 2);
  return { server: `0-${half - 1}`, client: `${half}-${count - 1}` };
}
