import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { cacheFolder } from '../cache-folders';
import { unusable } from '../errors';
import { isAlive, ownIdentity, type ProcessIdentity } from '../process-identity';

/** Lets one process at a time start or stop the cluster in the background. @throws ConfigurationError for a second one. */
export async function withBackgroundLock<T>(work: () => Promise<T>, cache: string = cacheFolder()): Promise<T> {
  const file = join(cache, 'background.lock');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  take(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): void {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, JSON.stringify(ownIdentity()), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if (!isNativeError(error) || !('code' in error) || error.code !== 'EEXIST') throw error;
      const owner = readOwner(file);
      if (owner !== undefined && isAlive(owner)) {
        throw unusable(`Another process (${owner.pid}) starts or stops the Cassandra in the background. Wait for it.`);
      }
      // Whoever held it was killed.
      rmSync(file, { force: true });
    }
  }
  throw unusable('Other processes start or stop the Cassandra in the background at the same time. Try again.');
}

function readOwner(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
