import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { Add, Append, Decrement, Increment, Put, Remove, RemoveKey } from '../../query/changes';
import type { CqlType } from '../../types/cql-type';
import { usageError } from '../cli-error';
import { requireField } from '../entities/find-field';
import { parseColumnText } from './parse-column-text';
import { unquote } from './unquote';

/** Values and changes by property. */
export type Settings = Readonly<Record<string, unknown>>;

const ASSIGNMENT = /^(?<field>[^=+<>!-]+)(?<operator>\+=|-=|=)(?<text>[\s\S]*)$/;

const EXAMPLE = 'Write --set field=value; also field+=value and field-=value for collections and counters.';

/**
 * The values of all `--set`, each read by the CQL type of its column. `field=null` is null and `field="null"` the text;
 * `+=` and `-=` change collections and counters in place.
 *
 * @throws CliError for an unknown field, a field that is set twice, or a value that does not fit.
 */
export function readSets(table: TableMetadata, sets: readonly string[]): Settings {
  const settings: Record<string, unknown> = {};
  for (const set of sets) {
    const { field = '', operator = '', text = '' } = ASSIGNMENT.exec(set)?.groups ?? {};
    if (operator === '') throw usageError(`--set ${set}: there is no value in it.`, EXAMPLE);
    const column = requireField(table, field.trim());
    if (column.property in settings) throw usageError(`--set ${column.property} is given twice.`, 'Give it once.');
    settings[column.property] = operator === '=' ? valueOf(column, text) : changeOf(column, operator, text);
  }
  return settings;
}

/** The value as the property holds it: what is typed is what is stored, and the write will apply the transformer. */
function valueOf(column: ColumnMetadata, text: string): unknown {
  if (text.trim() === 'null') return null;
  const value = parseColumnText(column, column.type, unquote(text), '--set');
  return column.transformer === undefined ? value : column.transformer.from(value);
}

function changeOf(column: ColumnMetadata, operator: string, text: string): unknown {
  const { type } = column;
  const parse = (as: CqlType): unknown => parseColumnText(column, as, unquote(text), '--set');
  const isAdding = operator === '+=';
  switch (type.kind) {
    case 'set':
      return (isAdding ? Add : Remove)(...(parse(type) as Iterable<unknown>));
    case 'list':
      return (isAdding ? Append : Remove)(...(parse(type) as Iterable<unknown>));
    case 'map':
      // Keys to take away are a list; entries to put are a map.
      return isAdding
        ? Put(parse(type) as ReadonlyMap<unknown, unknown>)
        : RemoveKey(...(parse({ kind: 'set', element: type.key, frozen: false }) as Iterable<unknown>));
    default:
      if (column.codec.cql === 'counter') return (isAdding ? Increment : Decrement)(parse(type) as bigint);
      throw usageError(
        `${column.path} is ${column.cqlType}: '${operator}' is for collections and counters.`,
        `Write --set ${column.property}=….`,
      );
  }
}
