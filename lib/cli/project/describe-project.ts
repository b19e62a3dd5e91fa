import { loadGlob } from '../../data-source/load-entities';
import type { CommandContext } from '../command';
import type { Facts } from '../output/print-facts';
import { versionOf } from '../version';
import type { Project } from './load-project';

/** What is installed and configured. Never credentials. */
export async function describeProject({ configFile, options }: Project, { version }: CommandContext): Promise<Facts> {
  const { contactPoints, port, localDataCenter, keyspace } = options;
  return {
    caspy: version,
    node: process.versions.node,
    cassandraDriver: versionOf('cassandra-driver'),
    config: configFile ?? null,
    contactPoints: contactPoints ?? (options.cloud === undefined ? null : 'those of the secure connect bundle'),
    port: port ?? DEFAULT_PORT,
    localDataCenter: localDataCenter ?? null,
    keyspace: keyspace ?? null,
    entities: await describeEntities(options),
  };
}

const DEFAULT_PORT = 9042;

/** Names of entities by the glob that found them; a glob without any is shown, not an error. */
async function describeEntities({
  entities = [],
  baseDirectory = process.cwd(),
}: Project['options']): Promise<Facts | null> {
  const found: Record<string, unknown> = {};
  const classes = entities.filter((source) => typeof source === 'function').map(({ name }) => name);
  if (classes.length > 0) found.classes = classes;
  for (const pattern of entities.filter((source) => typeof source === 'string')) {
    const { entities: loaded } = await loadGlob(pattern, baseDirectory);
    found[pattern] = loaded.map(({ name }) => name);
  }
  return entities.length === 0 ? null : found;
}
