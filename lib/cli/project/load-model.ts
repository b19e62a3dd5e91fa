import { loadEntities } from '../../data-source/load-entities';
import { buildModel } from '../../metadata/build-tables';
import type { TableMetadata } from '../../metadata/table-metadata';
import type { UserTypeMetadata } from '../../types/user-type';
import type { Project } from './load-project';

/** What the project's entities want of a schema. */
export interface ProjectModel {
  /** By name. */
  readonly tables: readonly TableMetadata[];
  /** User-defined types that no table uses. */
  readonly unusedTypes: readonly UserTypeMetadata[];
}

/** Loads the project's entities. @throws ConfigurationError, MetadataError as the data source does. */
export async function loadModel({ options }: Project): Promise<ProjectModel> {
  const { entities = [], baseDirectory = process.cwd(), namingStrategy } = options;
  const { tables, unusedTypes } = buildModel(await loadEntities(entities, baseDirectory), namingStrategy);
  return { tables: [...tables.values()].toSorted((one, other) => one.name.localeCompare(other.name)), unusedTypes };
}
