import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reasonOf, unusable } from './errors';
import { runCommand } from './run-command';

const downloadTimeout = 15 * 60_000;

export interface JarRequest {
  readonly version: string;
  /** Where the jars shall be; exists only when the download was complete. */
  readonly folder: string;
  readonly pom: string;
  readonly maven: string;
  readonly onProgress: (message: string) => void;
}

async function copyWithMaven(request: JarRequest, target: string): Promise<void> {
  const result = await runCommand(
    request.maven,
    [
      '-B',
      '-f',
      request.pom,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${target}`,
      `-Dcassandra.version=${request.version}`,
    ],
    { timeout: downloadTimeout },
  );
  if (result.ok) return;
  const tail = result.stdout.trim().split('\n').slice(-15).join('\n');
  throw unusable(
    `Maven could not fetch Cassandra ${request.version} (${result.reason}). Check the network and Maven's settings; ` +
      `its last lines:\n${tail}`,
  );
}

/** Two processes may fetch at once: the first to finish wins, the other throws its own copy away. */
async function publish(temporary: string, folder: string): Promise<void> {
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Downloads that were interrupted leave their temporary folder; after an hour nobody works in it any more. */
async function removeInterrupted(folder: string): Promise<void> {
  const parent = dirname(folder);
  const prefix = `${basename(folder)}.tmp-`;
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const age = await stat(join(parent, name)).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > 3_600_000) await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function temporaryFolder(folder: string): Promise<string> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await removeInterrupted(folder);
    return await mkdtemp(`${folder}.tmp-`);
  } catch (error) {
    throw unusable(
      `The cache folder ${dirname(folder)} cannot be written (${reasonOf(error)}). Set CASPY_CACHE_DIR to a folder that can.`,
      error,
    );
  }
}

/** Makes sure that the jars of a version are there, and answers their folder. */
export async function ensureJars(request: JarRequest): Promise<string> {
  if (existsSync(request.folder)) return request.folder;
  request.onProgress(`Fetching Cassandra ${request.version} with Maven (about 65 MB, once)`);
  const temporary = await temporaryFolder(request.folder);
  try {
    await copyWithMaven(request, temporary);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await publish(temporary, request.folder);
  return request.folder;
}
