import type { DataSource } from '../../data-source/data-source';
import { didYouMean } from '../../suggest';
import { quoteIdentifier } from '../../types/cql-identifier';
import { parseCqlType } from '../../types/parse-cql-type';
import { usageError } from '../cli-error';
import { textValue } from '../output/text-value';
import type { ColumnDescription, IndexDescription, TableDescription } from './table-description';
import { tsType } from './ts-type';

type Row = Readonly<Record<string, unknown>>;

const KINDS = ['partition_key', 'clustering', 'static', 'regular'];
/** Columns of `system_schema.tables` that say which table it is, not how it behaves. */
const NO_OPTIONS = new Set(['keyspace_name', 'table_name', 'view_name', 'id', 'flags', 'dclocal_read_repair_chance']);
const VIEW_COLUMNS = new Set(['base_table_id', 'base_table_name', 'include_all_columns', 'where_clause']);

/**
 * A table or view as the server has it.
 *
 * @param word `table` or `keyspace.table`, as Cassandra stores the names.
 * @throws CliError when there is none.
 */
export async function describeLiveTable(dataSource: DataSource, word: string): Promise<TableDescription> {
  const [keyspace, name] = splitName(word, dataSource.keyspace);
  const read = async (table: string, column = 'table_name'): Promise<readonly Row[]> => {
    const cql = `SELECT * FROM system_schema.${table} WHERE keyspace_name = ? AND ${column} = ?`;
    return (await dataSource.execute(cql, [keyspace, name])).rows;
  };
  const [[table], [view], columns, indexes] = await Promise.all([
    read('tables'),
    read('views', 'view_name'),
    read('columns'),
    read('indexes'),
  ]);
  const found = table ?? view;
  if (found === undefined) throw await noSuchTable(dataSource, keyspace, name);
  return {
    ...{ entity: null, table: name, keyspace, viewOf: view === undefined ? null : String(view.base_table_name) },
    columns: columns.toSorted(byPlace).map(describeColumn),
    indexes: indexes.map(describeIndex),
    options: optionsOf(found),
    ddl: await ddlOf(dataSource, `${quoteIdentifier(keyspace)}.${quoteIdentifier(name)}`, view !== undefined),
  };
}

function splitName(word: string, fallback: string | undefined): [keyspace: string, table: string] {
  const at = word.indexOf('.');
  if (at !== -1) return [word.slice(0, at), word.slice(at + 1)];
  if (fallback !== undefined) return [fallback, word];
  throw usageError(`In which keyspace is the table ${word}?`, 'Write keyspace.table, or name it by --keyspace.');
}

function byPlace(one: Row, other: Row): number {
  const place = ({ kind }: Row): number => KINDS.indexOf(String(kind));
  if (place(one) !== place(other)) return place(one) - place(other);
  const position = Number(one.position) - Number(other.position);
  return position === 0 ? String(one.column_name).localeCompare(String(other.column_name)) : position;
}

function describeColumn({ column_name: name, kind, clustering_order: order, type }: Row): ColumnDescription {
  const cql = String(type);
  const part = kind === 'partition_key' ? 'partition' : (kind as 'clustering' | 'static' | 'regular');
  return {
    ...{ property: null, column: String(name), kind: part, type: cql, tsType: tsTypeOf(cql), note: null },
    order: part === 'clustering' ? (order === 'desc' ? 'DESC' : 'ASC') : null,
  };
}

/** Custom types by Java class have no form that caspy knows. */
function tsTypeOf(cql: string): string {
  try {
    return tsType(parseCqlType(cql));
  } catch {
    return 'unknown';
  }
}

function describeIndex({ index_name: name, kind, options }: Row): IndexDescription {
  // A map<text, text>; the session reads maps as Map.
  const all = new Map(options instanceof Map ? (options as Map<string, string>) : []);
  const target = all.get('target') ?? '';
  const className = all.get('class_name');
  all.delete('target');
  all.delete('class_name');
  const [, part, inner] = /^(keys|values|entries|full)\((.*)\)$/.exec(target) ?? [];
  const using = className ?? String(kind).toLowerCase();
  return { name: String(name), column: inner ?? target, using, target: part ?? null, options: Object.fromEntries(all) };
}

function optionsOf(row: Row): Record<string, string> {
  const entries = Object.entries(row).filter(([name]) => !NO_OPTIONS.has(name) && !VIEW_COLUMNS.has(name));
  const known = entries.filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(known.map(([name, value]) => [name, textValue(value).replace(/^(Map|Set) /, '')]));
}

/** Cassandra writes it itself since 4.0; older ones cannot, and the rest of the description does without. */
async function ddlOf(dataSource: DataSource, target: string, isView: boolean): Promise<string[]> {
  try {
    const cql = `DESCRIBE ${isView ? 'MATERIALIZED VIEW' : 'TABLE'} ${target}`;
    const { rows } = await dataSource.execute(cql, [], { prepare: false });
    return rows.map(({ create_statement: text }) => String(text).trim().replace(/;$/, ''));
  } catch {
    return [];
  }
}

async function noSuchTable(dataSource: DataSource, keyspace: string, name: string): Promise<Error> {
  const tables = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
  const { rows } = await dataSource.execute(tables, [keyspace]);
  const names = rows.map(({ table_name: each }) => String(each));
  return usageError(
    `There is neither an entity '${name}' nor a table '${keyspace}.${name}'.${didYouMean(name, names)}`,
    names.length === 0 ? `The keyspace ${keyspace} has no tables.` : '`caspy models` lists the entities.',
  );
}
