import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { Contains, ContainsKey, In, LessThan, LessThanOrEqual, MoreThan, MoreThanOrEqual } from '../../query/operators';
import { CodecFault } from '../../types/codec';
import type { CqlType } from '../../types/cql-type';
import { parseText } from '../../types/parse-text';
import { usageError } from '../cli-error';
import { findField, requireField } from '../entities/find-field';
import type { ParsedFilter } from './parse-filter';
import { parseFilter } from './parse-filter';
import { splitItems, unquote } from './unquote';

/** Conditions by property; one object per filter, because two filters may be on one column. */
export type FilterWhere = Readonly<Record<string, unknown>>;

/**
 * The conditions of all `--filter`, each value read by the CQL type of its column.
 *
 * @throws CliError for an unknown field, a value that does not fit, or a filter that cannot be read.
 */
export function readFilters(table: TableMetadata, filters: readonly string[]): FilterWhere[] {
  return filters.map((filter) => {
    const parsed = parseFilter(filter, (name) => findField(table, name) !== undefined);
    const column = requireField(table, parsed.field);
    return { [column.property]: comparand(column, parsed) };
  });
}

function comparand(column: ColumnMetadata, { operator, text }: ParsedFilter): unknown {
  switch (operator) {
    case 'in':
      return In(itemsOf(column, text));
    case 'contains':
      return contains(column, text, Contains, 'element');
    case 'contains_key':
      return contains(column, text, ContainsKey, 'key');
    case '=':
      return valueOf(column, unquote(text));
    case '>':
      return MoreThan(valueOf(column, unquote(text)));
    case '>=':
      return MoreThanOrEqual(valueOf(column, unquote(text)));
    case '<':
      return LessThan(valueOf(column, unquote(text)));
    case '<=':
      return LessThanOrEqual(valueOf(column, unquote(text)));
  }
}

/** The value as the property holds it: a filter means what is stored, and the query will apply the transformer. */
function valueOf(column: ColumnMetadata, text: string): unknown {
  const value = parseBy(column, column.type, text);
  return column.transformer === undefined ? value : column.transformer.from(value);
}

function itemsOf(column: ColumnMetadata, text: string): unknown[] {
  const items = column.type.kind === 'scalar' ? splitItems(text) : jsonItems(column, text);
  if (items.length > 0) return items.map((item) => valueOf(column, item));
  throw usageError(`${column.path}: the list after __in is empty.`, `Write --filter ${column.property}__in=a,b.`);
}

/** The items of a JSON array, as JSON: commas inside collections part no items. */
function jsonItems({ path, property }: ColumnMetadata, text: string): string[] {
  try {
    const items: unknown = JSON.parse(text);
    if (Array.isArray(items)) return items.map((item) => JSON.stringify(item));
  } catch {
    // The message of JSON.parse quotes the text; the one below says what is needed.
  }
  throw usageError(`${path}: __in takes a JSON array of its values.`, `Write --filter '${property}__in=[…, …]'.`);
}

function contains(
  column: ColumnMetadata,
  text: string,
  make: (value: unknown) => unknown,
  part: 'element' | 'key',
): unknown {
  const type = partType(column.type, part);
  // For a column that holds no such part the query itself says so, whatever the value is.
  return make(type === undefined ? text : parseBy(column, type, unquote(text)));
}

function partType(type: CqlType, part: 'element' | 'key'): CqlType | undefined {
  if (type.kind === 'map') return part === 'key' ? type.key : type.value;
  return part === 'element' && (type.kind === 'list' || type.kind === 'set') ? type.element : undefined;
}

function parseBy(column: ColumnMetadata, type: CqlType, text: string): unknown {
  try {
    return parseText(type, text);
  } catch (error) {
    if (!(error instanceof CodecFault)) throw error;
    // What was given instead is on the screen already.
    const [expectation = error.message] = error.message.split(', got ');
    const message = `${column.path}${error.inner} is ${column.cqlType}: ${expectation}`;
    throw usageError(message, `Write --filter ${column.property}=${EXAMPLES.get(typeName(type)) ?? '…'}`, error);
  }
}

function typeName(type: CqlType): string {
  return type.kind === 'scalar' ? type.name : type.kind;
}

const UUID = '5b2f6e0a-8c1d-4f5e-9a3b-7d6c5e4f3a2b';

/** What a value of a type looks like. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ...['tinyint', 'smallint', 'int', 'bigint', 'varint', 'counter'].map((name) => [name, '42'] as const),
  ...['float', 'double', 'decimal'].map((name) => [name, '1.5'] as const),
  ...['list', 'set', 'vector', 'tuple'].map((name) => [name, `'[…, …]'`] as const),
  ['boolean', 'true'],
  ['uuid', UUID],
  ['timeuuid', 'c6a1f0e0-5f3b-11ef-9a3b-7d6c5e4f3a2b'],
  ['timestamp', '2026-01-31T12:00:00Z'],
  ['date', '2026-01-31'],
  ['time', '12:00:00'],
  ['duration', '1h30m'],
  ['blob', '0xcafe'],
  ['inet', '127.0.0.1'],
  ['map', `'{"key": …}'`],
  ['udt', `'{"field": …}'`],
]);
