import type { SchemaContext } from '../../data-source/synchronize';
import type { CommandContext } from '../command';
import type { ProjectModel } from '../project/load-model';
import type { Project } from '../project/load-project';
import { completeOptions } from '../project/with-data-source';

/**
 * Connects for schema work alone: without a data source, which would want every keyspace to exist. Closes, whatever
 * happens in between.
 */
export async function withSchema<T>(
  project: Project,
  { tables, unusedTypes }: ProjectModel,
  context: CommandContext,
  work: (schema: SchemaContext) => Promise<T>,
): Promise<T> {
  const { io, signal } = context;
  const options = await completeOptions(project, [], context);
  const [{ poolOptions }, { SessionPool }, { SchemaClient }] = await Promise.all([
    import('../../data-source/options.js'),
    import('../../session/session-pool.js'),
    import('../../schema/schema-client.js'),
  ]);
  const pool = new SessionPool(poolOptions(options));
  try {
    const progress = await io.progress(`Connecting to ${(options.contactPoints ?? ['the cloud']).join(', ')}`);
    try {
      await pool.open();
    } finally {
      progress.stop();
    }
    signal.throwIfAborted();
    return await work({
      client: new SchemaClient(pool),
      tables,
      unusedTypes,
      keyspace: options.keyspace,
      options,
      health: () => pool.health(),
    });
  } finally {
    await pool.close();
  }
}
