import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder } from '../cache-folders';
import { composeDown } from '../docker-compose';
import { unanswered } from '../errors';
import { findPackageRoot } from '../package-root';
import { runCommand } from '../run-command';
import { recordFile } from '../run-records';
import { withBackgroundLock } from './background-lock';
import { type BackgroundCluster, readState, removeState } from './background-state';
import { endNodes } from './node-processes';

/** How long nodes get to write what they hold in memory. */
const ORDERLY_END = 20_000;

/** What was stopped and removed. */
export interface BackgroundStop {
  /** Undefined when nothing ran. */
  readonly cluster: BackgroundCluster | undefined;
  /** Folders whose data was removed. */
  readonly purged: readonly string[];
}

/**
 * Stops what {@link startBackground} started, and nothing else. The data stays for the next start.
 *
 * @param purge remove the data, also that of earlier starts.
 * @throws ConnectionError `CASPY_LOCAL_CASSANDRA` when it cannot be stopped.
 */
export async function stopBackground({ purge = false }: { readonly purge?: boolean } = {}): Promise<BackgroundStop> {
  return withBackgroundLock(async () => {
    const cluster = readState();
    if (cluster?.project !== undefined && cluster.project !== null) await stopProject(cluster.project, purge);
    if (cluster?.folder !== undefined && cluster.folder !== null) {
      await endNodes(cluster.folder, ORDERLY_END);
      await cleanUp(cluster.folder, false);
    }
    await removeState();
    const purged = purge ? await dataFolders() : [];
    for (const folder of purged) await cleanUp(folder, true);
    return { cluster, purged };
  });
}

async function dataFolders(): Promise<string[]> {
  const parent = join(cacheFolder(), 'background');
  if (!existsSync(parent)) return [];
  const names = await readdir(parent);
  return names.filter((name) => name.startsWith('caspy-cassandra-up-')).map((name) => join(parent, name));
}

/** Ends what did not end by itself, and with `purge` removes the data. */
async function cleanUp(folder: string, purge: boolean): Promise<void> {
  const script = join(findPackageRoot(), 'docker', 'java', 'clean-up.sh');
  const args = [script, folder, recordFile(basename(folder)), ...(purge ? [] : ['keep'])];
  const result = await runCommand('sh', args, { timeout: 60_000 });
  if (!result.ok) throw unanswered(`The Cassandra of ${folder} could not be stopped (${result.reason}).`);
}

async function stopProject(name: string, purge: boolean): Promise<void> {
  const file = join(findPackageRoot(), 'docker', 'docker-compose.yml');
  const [command, ...down] = composeDown(name, file);
  const args = purge ? down : [...down.slice(0, down.indexOf('down')), 'stop'];
  const result = await runCommand(command, args, { timeout: 60_000 });
  if (!result.ok) throw unanswered(`The Compose project ${name} could not be stopped (${result.reason}).`);
}
