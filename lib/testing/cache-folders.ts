import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where caspy keeps what it fetched and what it must remember for this user. `CASPY_CACHE_DIR` overrides. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, home: string = homedir()): string {
  const own = env.CASPY_CACHE_DIR;
  if (own !== undefined && own !== '') return resolve(own);
  const base = env.XDG_CACHE_HOME;
  return join(base !== undefined && base !== '' ? resolve(base) : join(home, '.cache'), 'caspy');
}

/** The jars of one version of Cassandra. */
export function jarFolder(version: string, cache: string = cacheFolder()): string {
  return join(cache, `cassandra-${version}`);
}

/** One record for each local Cassandra that runs; see run-records. */
export function runFolder(cache: string = cacheFolder()): string {
  return join(cache, 'run');
}
