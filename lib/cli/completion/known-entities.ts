import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandContext } from '../command';
import { findConfig } from '../config/find-config';
import type { KnownEntity } from './candidates';

interface Cache {
  /** Modification times of the config, the entity files and their folders: what they say is still so. */
  readonly times: Readonly<Record<string, number>>;
  readonly models: string;
  readonly entities: readonly KnownEntity[];
}

/** The entities of the project in this folder; none where it cannot be loaded. Loading takes long, so it is kept. */
export async function knownEntities(context: CommandContext): Promise<readonly KnownEntity[]> {
  const { cwd, env } = context.io.host;
  try {
    const config = findConfig(cwd(), (env.CASPY_CONFIG ?? '') === '' ? undefined : env.CASPY_CONFIG);
    const file = cacheFile(config === undefined ? cwd() : dirname(config));
    const models = env.CASPY_MODELS_PATH ?? '';
    const cache = file === undefined ? undefined : readCache(file);
    if (cache?.models === models && Object.entries(cache.times).every(([path, time]) => timeOf(path) === time)) {
      return cache.entities;
    }
    const { entities, files } = await load(context);
    const paths = [...files, ...files.map((path) => dirname(path)), ...(config === undefined ? [] : [config])];
    const times = Object.fromEntries(paths.map((path) => [path, timeOf(path)]));
    if (file !== undefined && config !== undefined) writeCache(file, { times, models, entities });
    return entities;
  } catch {
    return [];
  }
}

async function load(context: CommandContext): Promise<{ entities: KnownEntity[]; files: string[] }> {
  const { loadProject } = await import('../project/load-project.js');
  const { loadTables } = await import('../project/load-tables.js');
  const { globFiles } = await import('../../data-source/load-entities.js');
  const project = await loadProject({} as never, context);
  const { entities: sources = [], baseDirectory = process.cwd() } = project.options;
  const files: string[] = [];
  for (const source of sources) if (typeof source === 'string') files.push(...(await globFiles(source, baseDirectory)));
  const tables = await loadTables(project);
  const entities = tables.map(({ name, tableName, columns }) => ({
    ...{ name, table: tableName, fields: columns.map(({ property }) => property) },
    flags: columns.filter(({ cqlType }) => cqlType === 'boolean').map(({ property }) => property),
  }));
  return { entities, files };
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Inside the project only: a folder for temporary files may be open to others. */
function cacheFile(folder: string): string | undefined {
  const packages = join(folder, 'node_modules');
  return existsSync(packages) ? join(packages, '.cache/caspy/completion.json') : undefined;
}

function readCache(file: string): Cache | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Cache;
  } catch {
    return undefined;
  }
}

function writeCache(file: string, cache: Cache): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(cache));
}
