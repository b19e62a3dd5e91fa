import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The processes whose command line names this text, for example the data folder of a node. */
export function processesNaming(text: string): number[] {
  return allProcesses().filter((pid) => readOf(pid, 'cmdline').includes(text));
}

/** The processes that a process started itself. */
export function childrenOf(parent: number): number[] {
  return allProcesses().filter((pid) => new RegExp(`^PPid:\\s+${parent}$`, 'm').test(readOf(pid, 'status')));
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Empty when the process ended in the meantime. */
function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Waits until a condition holds; answers whether it did in time. */
export async function eventually(condition: () => boolean, timeout: number): Promise<boolean> {
  const end = performance.now() + timeout;
  while (performance.now() < end) {
    if (condition()) return true;
    await sleep(100);
  }
  return condition();
}
