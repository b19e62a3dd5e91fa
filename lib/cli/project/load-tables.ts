import { loadEntities } from '../../data-source/load-entities';
import { buildTables } from '../../metadata/build-tables';
import type { TableMetadata } from '../../metadata/table-metadata';
import type { Project } from './load-project';

/** The tables of the project's entities, by name. @throws ConfigurationError, MetadataError as the data source does. */
export async function loadTables({ options }: Project): Promise<TableMetadata[]> {
  const { entities = [], baseDirectory = process.cwd(), namingStrategy } = options;
  const tables = buildTables(await loadEntities(entities, baseDirectory), namingStrategy);
  return [...tables.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}
