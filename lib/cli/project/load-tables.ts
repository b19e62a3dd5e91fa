import type { TableMetadata } from '../../metadata/table-metadata';
import { loadModel } from './load-model';
import type { Project } from './load-project';

/** The tables of the project's entities, by name. @throws ConfigurationError, MetadataError as the data source does. */
export async function loadTables(project: Project): Promise<readonly TableMetadata[]> {
  return (await loadModel(project)).tables;
}
