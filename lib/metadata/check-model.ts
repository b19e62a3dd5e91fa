import type { MetadataFault } from '../errors';
import type { CqlType } from '../types/cql-type';
import type { ColumnArguments, ColumnRole } from './arguments';
import { MAX_TTL } from './max-ttl';
import type { ColumnMetadata, TableMetadata } from './table-metadata';

/** Cassandra's limit on the names of tables and keyspaces. */
const TABLE_NAME = /^\w{1,48}$/;

/** An index may have a longer name. */
const INDEX_NAME = /^\w+$/;

/** The rules that span columns; each fault that is found goes into `faults`. */
export function checkModel(table: TableMetadata, faults: MetadataFault[]): void {
  checkNames(table, faults);
  checkKeys(table, faults);
  checkCounters(table, faults);
  checkIndexes(table, faults);
  checkOpenUserTypes(table, faults);
  const { ttl } = table.options;
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0 && ttl <= MAX_TTL)) {
    faults.push({ path: table.name, message: `'ttl' is a whole number of seconds from 0 to ${MAX_TTL} (20 years).` });
  }
}

function checkNames(table: TableMetadata, faults: MetadataFault[]): void {
  for (const [what, name] of [
    ['table', table.tableName],
    ['keyspace', table.keyspace],
  ] as const) {
    if (name !== undefined && !TABLE_NAME.test(name)) {
      const message = `the ${what} name '${name}' must be 1 to 48 letters, digits or underscores, as Cassandra demands.`;
      faults.push({ path: table.name, message });
    }
  }
  const seen = new Map<string, ColumnMetadata>();
  for (const column of table.columns) {
    const other = seen.get(column.name);
    if (other !== undefined) {
      const message = `has the same column name as ${other.path}: '${column.name}'. Give one of them { name }.`;
      faults.push({ path: column.path, message });
    }
    seen.set(column.name, column);
  }
}

/** The rules about key roles; they need no types, so they are told even when single columns are wrong. */
export function checkRoles(className: string, recorded: readonly ColumnArguments[], faults: MetadataFault[]): void {
  const has = (role: ColumnRole): boolean => recorded.some((column) => column.role === role);
  if (!has('partition')) {
    const message = 'has no partition key. Put @PartitionKey() on the property that decides where a row lives.';
    faults.push({ path: className, message });
  }
  if (has('clustering')) return;
  for (const { property, options } of recorded) {
    if (options.static !== true) continue;
    const message = 'is static, but the table has no clustering key, so each partition has one row. Take out static.';
    faults.push({ path: `${className}.${property}`, message });
  }
}

function checkKeys(table: TableMetadata, faults: MetadataFault[]): void {
  for (const column of table.primaryKey) {
    const reason = unfitForKey(column.type);
    if (reason !== undefined) faults.push({ path: column.path, message: reason });
  }
}

function unfitForKey(type: CqlType): string | undefined {
  if (isCounterType(type)) return 'a counter cannot be part of the key.';
  if (holdsDuration(type)) return 'a duration has no order, so it cannot be part of the key.';
  if (type.kind === 'vector') return 'a vector cannot be part of the key.';
  if (type.kind === 'scalar' || type.kind === 'tuple' || type.frozen) return undefined;
  const what = type.kind === 'udt' ? 'user-defined type' : 'collection';
  return `a ${what} in the key must be frozen: add { frozen: true }.`;
}

function holdsDuration(type: CqlType): boolean {
  switch (type.kind) {
    case 'scalar':
      return type.name === 'duration';
    case 'udt':
      return type.definition?.fields.some((field) => holdsDuration(field.type)) ?? false;
    case 'map':
      return holdsDuration(type.key) || holdsDuration(type.value);
    case 'tuple':
      return type.elements.some(holdsDuration);
    default:
      return holdsDuration(type.element);
  }
}

/** Each field of a type that is not frozen is a cell of its own, which an open collection cannot be. */
function checkOpenUserTypes({ columns }: TableMetadata, faults: MetadataFault[]): void {
  for (const { path, type } of columns) {
    if (type.kind !== 'udt' || type.frozen) continue;
    for (const field of type.definition?.fields ?? []) {
      if (field.type.kind !== 'list' && field.type.kind !== 'set' && field.type.kind !== 'map') continue;
      if (field.type.frozen) continue;
      const message =
        `holds the collection ${field.path}, and Cassandra allows no collection that is not frozen inside a type that ` +
        'is not frozen. Add { frozen: true } to the column or to the field.';
      faults.push({ path, message });
    }
  }
}

function checkCounters(table: TableMetadata, faults: MetadataFault[]): void {
  if (!table.isCounter) return;
  if ((table.options.ttl ?? 0) > 0)
    faults.push({ path: table.name, message: `counters live for ever; take out 'ttl'.` });
  for (const column of table.columns) {
    const isKey = column.kind === 'partition' || column.kind === 'clustering';
    if (isKey || isCounterType(column.type)) continue;
    const message = 'stands beside a counter, but a table of counters holds only counters and its key.';
    faults.push({ path: column.path, message });
  }
}

function checkIndexes({ indexes, partitionKey }: TableMetadata, faults: MetadataFault[]): void {
  const seen = new Set<string>();
  for (const { name, column, using, target } of indexes) {
    const fault = (message: string): void => void faults.push({ path: column.path, message });
    // SAI and SASI name files after the column.
    if ((using === 'sai' || using === 'sasi') && !INDEX_NAME.test(column.name)) {
      fault(
        `has a name that an ${using.toUpperCase()} index refuses; give the column a { name } of letters, digits and underscores, or use a legacy index.`,
      );
    }
    if (!INDEX_NAME.test(name)) fault(`the index name '${name}' must be letters, digits or underscores.`);
    if (partitionKey.length === 1 && partitionKey[0] === column) {
      fault('is the whole partition key, so it needs no index, and Cassandra makes none. Take out @Index().');
    }
    const sort = JSON.stringify([column.property, using, target]);
    if (seen.has(sort)) fault('has two indexes of one sort, and Cassandra refuses the second. Keep one @Index().');
    seen.add(sort);
  }
}

/** True for the type `counter`. */
export function isCounterType(type: CqlType): boolean {
  return type.kind === 'scalar' && type.name === 'counter';
}
