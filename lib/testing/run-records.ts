import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from './cache-folders';
import type { ProcessIdentity } from './process-identity';
import { isAlive } from './process-identity';
import { runCommand } from './run-command';

/** What is needed to clean up after a process that could not do it itself. */
export interface RunRecord {
  /** Who started it; null when it is meant to outlive whoever did. */
  readonly owner: ProcessIdentity | null;
  /** The program and arguments that end the nodes and remove their data. */
  readonly cleanUp: readonly [string, ...string[]];
}

function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null || !('owner' in value) || !('cleanUp' in value)) return false;
  const { owner, cleanUp } = value;
  const ownerFits =
    owner === null ||
    (typeof owner === 'object' && 'pid' in owner && typeof owner.pid === 'number' && 'startTime' in owner);
  return ownerFits && Array.isArray(cleanUp) && cleanUp.length > 0 && cleanUp.every((part) => typeof part === 'string');
}

function readRecord(file: string): RunRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where the record of a run is kept; the name is that of its data folder or project. */
export function recordFile(name: string, folder: string = runFolder()): string {
  return join(folder, `${name}.json`);
}

export async function writeRecord(file: string, record: RunRecord): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(record), { mode: 0o600 });
}

export async function removeRecord(name: string): Promise<void> {
  await rm(recordFile(name), { force: true });
}

function listRecords(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Ends what earlier processes left running, because they and their watchdog were killed. */
export async function cleanUpAbandoned(folder: string = runFolder()): Promise<void> {
  for (const name of listRecords(folder)) {
    const file = join(folder, name);
    const record = readRecord(file);
    // Without a record there is nothing to go by; a file that is being written now is read at the next start.
    if (record === undefined || record.owner === null || isAlive(record.owner)) continue;
    const [command, ...args] = record.cleanUp;
    const result = await runCommand(command, args, { timeout: 60_000 });
    if (result.ok) await rm(file, { force: true });
  }
}
