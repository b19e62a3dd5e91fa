import type { DataSource } from '../../data-source/data-source';
import { diffSchemas } from '../../schema/diff/diff-schemas';
import type { SchemaChange } from '../../schema/diff/schema-change';
import { modelOf } from '../../schema/entity-model';
import type { ProjectModel } from '../project/load-model';
import { type Check, finding, ok } from './check';

const SAFE_HINT = '`caspy schema diff` shows what to do; `caspy schema sync` or a migration does it.';

/** Whether what the entities need is there. What the server has beyond that does no harm to them. */
export async function checkSchema(
  dataSource: DataSource,
  keyspace: string | undefined,
  { tables, unusedTypes }: ProjectModel,
): Promise<Check[]> {
  if (tables.length + unusedTypes.length === 0) return [];
  const wanted = modelOf(tables, keyspace, unusedTypes);
  const actual = await dataSource.readSchema(wanted.keyspaces.map(({ name }) => name));
  const needed = diffSchemas(wanted, actual).filter(({ extra }) => !extra);
  return needed.length === 0 ? [ok('schema', 'The schema on the server fits the entities')] : needed.map(findingOf);
}

function findingOf({ entity, message, reason, wayOut }: SchemaChange): Check {
  const text = [entity === undefined ? message : `${entity}: ${message}`, reason].filter(Boolean).join(' ');
  return finding('schema', text, wayOut ?? SAFE_HINT);
}
