import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The processes of the nodes whose data is below a folder, as far as they run. */
export function nodeProcesses(folder: string): number[] {
  return nodeFolders(folder).flatMap((name) => {
    const pid = readPid(join(folder, name, 'pid'));
    // The number may belong to another process by now; the folder is in the command line of ours only.
    return pid !== undefined && commandOf(pid).includes(`${folder}/`) ? [pid] : [];
  });
}

/** Asks the nodes to write what is in memory and end, and answers whether they did so in time. */
export async function endNodes(folder: string, timeout: number): Promise<boolean> {
  const deadline = performance.now() + timeout;
  for (const pid of nodeProcesses(folder)) signal(pid, 'SIGTERM');
  while (nodeProcesses(folder).length > 0) {
    if (performance.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}

function nodeFolders(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^node\d+$/.test(name));
  } catch {
    return [];
  }
}

function readPid(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^\d+$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
