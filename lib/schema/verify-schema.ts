import { SchemaError } from '../errors';
import { diffSchemas } from './diff/diff-schemas';
import type { SchemaChange } from './diff/schema-change';
import type { SchemaModel } from './model';
import { readSchema } from './read-schema';
import type { SchemaClient } from './schema-client';

/**
 * Compares only. What the server has besides is no drift: other programs, and this one's next version, may need it.
 *
 * @throws SchemaError `CASPY_SCHEMA_DRIFT` that names every difference.
 */
export async function verifySchema(client: SchemaClient, wanted: SchemaModel): Promise<void> {
  const names = wanted.keyspaces.map(({ name }) => name);
  refuseDrift(diffSchemas(wanted, await readSchema(client, names)));
}

/** @throws SchemaError `CASPY_SCHEMA_DRIFT` when one of the changes is needed. */
export function refuseDrift(changes: readonly SchemaChange[]): void {
  const needed = changes.filter(({ extra }) => !extra);
  if (needed.length === 0) return;
  const lines = needed.map(({ message, entity, reason, wayOut }) =>
    [`  - ${entity === undefined ? '' : `${entity}: `}${message}`, reason, wayOut].filter(Boolean).join(' '),
  );
  const count = needed.length === 1 ? 'one difference' : `${needed.length} differences`;
  throw new SchemaError(
    `The schema does not fit the entities, ${count}:\n${lines.join('\n')}\n` +
      'Safe changes are made by dataSource.synchronize() or a migration.',
    { code: 'CASPY_SCHEMA_DRIFT', details: { changes: needed } },
  );
}
