import type { Assignment } from '../query/assignments';
import { changeAssignment, changesOf } from '../query/assignments';
import { insertStatement } from '../query/write-statements';
import type { EntityTable } from './entity-table';
import { invalid, keyParameter } from './entity-values';
import type { WriteOptions } from './options';
import type { WriteRequest } from './write-request';

const NOTHING_MADE: ReadonlyMap<string, Assignment> = new Map();

/**
 * The `INSERT` of an object of values; undefined ones are unset, which writes nothing.
 *
 * @throws ValidationError for a key that is undefined or null, and for a value that does not fit its column.
 */
export function insertRequest<E extends object>(
  table: EntityTable<E>,
  values: object,
  options: WriteOptions | undefined,
  ifNotExists: boolean,
  operation: 'save' | 'insert',
): WriteRequest {
  refuseCounters(table, operation);
  const { columns, primaryKey } = table.metadata;
  const all = table.readProperties(values);
  const params: unknown[] = [];
  let made: Map<string, Assignment> | undefined;
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index];
    if (column === undefined) break;
    const value = all[index];
    const change = typeof value === 'object' ? changesOf(value)[0] : undefined;
    if (change !== undefined) {
      if (change.name !== 'function') {
        throw invalid(
          column.path,
          'change',
          'is a change of a row that exists; use update(), or give the value itself.',
        );
      }
      made ??= new Map();
      made.set(column.property, changeAssignment(column, change));
      // Key columns stand first.
    } else params.push(index < primaryKey.length ? keyParameter(table, column, value) : table.parameter(column, value));
  }
  if (options?.ttl !== undefined) params.push(table.encodeTtl(options.ttl));
  const statement = compileInsert(table, made ?? NOTHING_MADE, options, ifNotExists, operation);
  const named = made === undefined || !table.metadata.partitionKey.some(({ property }) => made.has(property));
  return { statement, params, options, partitionAt: named ? 0 : undefined };
}

function compileInsert<E extends object>(
  table: EntityTable<E>,
  made: ReadonlyMap<string, Assignment>,
  options: WriteOptions | undefined,
  ifNotExists: boolean,
  operation: string,
): WriteRequest['statement'] {
  if (options === undefined && made.size === 0 && operation === 'save' && !ifNotExists) return table.plainSave;
  const ttl = options?.ttl !== undefined;
  const functions = made.size === 0 ? '' : JSON.stringify([...made].map(([property, { cql }]) => [property, cql]));
  return table.compiled(`insert ${operation} ${ttl} ${ifNotExists} ${functions}`, () =>
    insertStatement(
      table.metadata,
      table.qualifiedName,
      { ttl, ifNotExists, made },
      `${table.metadata.name}.${operation}`,
    ),
  );
}

/** Counters know no INSERT: Cassandra adds to them, and nothing else. */
function refuseCounters<E extends object>(table: EntityTable<E>, operation: string): void {
  if (!table.metadata.isCounter) return;
  const message = `holds counters, which ${operation}() cannot write. Use increment() and decrement().`;
  throw invalid(table.metadata.name, 'counter', message);
}
