import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache-folders';

/** A local Cassandra that runs in the background, for this user. There is one at most. */
export interface BackgroundCluster {
  readonly source: 'docker' | 'java';
  readonly nodes: 1 | 3;
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly localDataCenter: string;
  readonly version: string;
  /** With Java: the folder of data and logs. */
  readonly folder: string | null;
  /** With Docker: the name of its Compose project. */
  readonly project: string | null;
}

/** Where it is remembered. */
export function stateFile(cache: string = cacheFolder()): string {
  return join(cache, 'background.json');
}

/** Undefined when nothing was started, or the file cannot be read. */
export function readState(file: string = stateFile()): BackgroundCluster | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is BackgroundCluster {
  if (typeof value !== 'object' || value === null) return false;
  const { contactPoints, port, nodes } = value as Partial<BackgroundCluster>;
  return Array.isArray(contactPoints) && typeof port === 'number' && (nodes === 1 || nodes === 3);
}

/** Written beside and renamed: whoever reads meanwhile sees the old one or the new one. */
export async function writeState(state: BackgroundCluster, file: string = stateFile()): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(state), { mode: 0o600 });
  await rename(draft, file);
}

export async function removeState(file: string = stateFile()): Promise<void> {
  await rm(file, { force: true });
}
