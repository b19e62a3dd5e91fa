import { MetadataError } from '../errors';
import type { MetadataFault } from '../errors';
import { buildTable } from './build-table';
import type { NamingStrategy } from './naming-strategy';
import { snakeCaseNaming } from './naming-strategy';
import type { EntityClass, TableMetadata } from './table-metadata';

/**
 * The metadata of all entity classes, keyed by class.
 *
 * @throws MetadataError with every fault of every class, when there is any.
 */
export function buildTables(
  targets: Iterable<EntityClass>,
  naming: Partial<NamingStrategy> = {},
): ReadonlyMap<EntityClass, TableMetadata> {
  const strategy: NamingStrategy = { ...snakeCaseNaming, ...naming };
  const faults: MetadataFault[] = [];
  const tables = new Map<EntityClass, TableMetadata>();
  const owners = new Map<string, string>();
  const indexOwners = new Map<string, string>();
  for (const target of new Set(targets)) {
    const table = buildTable(target, strategy, faults);
    if (table === undefined) continue;
    tables.set(target, table);
    const address = `${table.keyspace ?? ''}.${table.tableName}`;
    const owner = owners.get(address);
    if (owner !== undefined) {
      const message = `has the same table '${table.tableName}' as ${owner}. Name one of them: @Table('other_name').`;
      faults.push({ path: table.name, message });
    }
    owners.set(address, table.name);
    checkIndexNames(table, indexOwners, faults);
  }
  if (faults.length > 0) throw new MetadataError(faults);
  return tables;
}

/** The names of indexes are unique in a keyspace; `IF NOT EXISTS` would leave out the second one without a word. */
function checkIndexNames(
  { keyspace = '', indexes }: TableMetadata,
  owners: Map<string, string>,
  faults: MetadataFault[],
): void {
  for (const { name, column } of indexes) {
    const address = `${keyspace}.${name}`;
    const owner = owners.get(address);
    if (owner !== undefined) {
      const message = `has an index with the same name as ${owner}: '${name}'. Give one of them { name }.`;
      faults.push({ path: column.path, message });
    }
    owners.set(address, column.path);
  }
}
