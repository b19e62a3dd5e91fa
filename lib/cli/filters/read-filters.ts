import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { Contains, ContainsKey, In, LessThan, LessThanOrEqual, MoreThan, MoreThanOrEqual } from '../../query/operators';
import type { CqlType } from '../../types/cql-type';
import { usageError } from '../cli-error';
import { findField, requireField } from '../entities/find-field';
import { parseColumnText } from './parse-column-text';
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
  const value = parseColumnText(column, column.type, text, '--filter');
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
  return make(type === undefined ? text : parseColumnText(column, type, unquote(text), '--filter'));
}

function partType(type: CqlType, part: 'element' | 'key'): CqlType | undefined {
  if (type.kind === 'map') return part === 'key' ? type.key : type.value;
  return part === 'element' && (type.kind === 'list' || type.kind === 'set') ? type.element : undefined;
}
