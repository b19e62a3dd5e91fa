import { loadGlob } from '../../data-source/load-entities';
import type { CommandContext } from '../command';
import { versionOf } from '../version';
import type { Project } from './load-project';

/** What is installed and configured. Never credentials. */
export async function describeProject(
  { configFile, options }: Project,
  { version }: CommandContext,
): Promise<Readonly<Record<string, unknown>>> {
  const { contactPoints, port, localDataCenter, keyspace, entities = [], baseDirectory = process.cwd() } = options;
  const classes = entities.filter((source) => typeof source === 'function').map(({ name }) => name);
  const found: Record<string, unknown> = classes.length === 0 ? {} : { 'entities (classes)': classes };
  for (const pattern of entities.filter((source) => typeof source === 'string')) {
    const loaded = await loadGlob(pattern, baseDirectory);
    const names = loaded.entities.map(({ name }) => name);
    found[`entities (${pattern})`] = names.length > 0 ? names : `none in ${loaded.files.length} files`;
  }
  return {
    caspy: version,
    node: process.versions.node,
    'cassandra-driver': versionOf('cassandra-driver') ?? 'not installed',
    config: configFile ?? 'none',
    'contact points': contactPoints ?? (options.cloud === undefined ? 'none' : 'in the secure connect bundle'),
    port,
    'local data centre': localDataCenter,
    keyspace: keyspace ?? 'none',
    ...(entities.length === 0 ? { entities: 'none' } : found),
  };
}
