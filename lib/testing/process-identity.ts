import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process number alone is used again some day; with its start time it is not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** The start time of a process in the system's own words, or undefined when there is no such process. */
export function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the program's name, in parentheses and with any character; field 22 is the start time.
      return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
    }
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(identity.pid) === identity.startTime;
}
