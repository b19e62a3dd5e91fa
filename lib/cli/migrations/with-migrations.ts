import type { DataSource } from '../../data-source/data-source';
import { loadEntities } from '../../data-source/load-entities';
import { DEFAULT_MIGRATIONS, findMigrations } from '../../data-source/migrations/load-migrations';
import type { CommandContext } from '../command';
import type { GlobalArgs } from '../global-options';
import { loadProject } from '../project/load-project';
import { withDataSource } from '../project/with-data-source';

/**
 * Connects for work on migrations. The entities are loaded for scripts only, which may read by them: a project whose
 * migrations are files of CQL need not be compiled.
 */
export async function withMigrations<T>(
  args: GlobalArgs,
  context: CommandContext,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const project = await loadProject(args, context);
  const { entities = [], migrations = DEFAULT_MIGRATIONS, baseDirectory = context.io.host.cwd() } = project.options;
  const files = await findMigrations(migrations, baseDirectory);
  if (files.length === 0) context.io.notice(`No file matches ${migrations.join(', ')} below ${baseDirectory}.`);
  const hasScripts = files.some(({ extension }) => extension !== 'cql');
  const classes = hasScripts ? await loadEntities(entities, baseDirectory) : [];
  const options = { ...project.options, baseDirectory, migrationsRun: false };
  return withDataSource({ ...project, options }, classes, context, work);
}
