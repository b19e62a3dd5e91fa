import type { DataSource } from '../../data-source/data-source';
import { createIndex } from '../../schema/create-index';
import { createTable } from '../../schema/create-table';
import { createView } from '../../schema/create-view';
import { usingName } from '../../schema/index-class';
import type { ColumnModel, IndexModel, KeyspaceModel, TableModel, ViewModel } from '../../schema/model';
import { didYouMean } from '../../suggest';
import { quoteIdentifier } from '../../types/cql-identifier';
import { parseCqlType } from '../../types/parse-cql-type';
import { usageError } from '../cli-error';
import type { ColumnDescription, IndexDescription, TableDescription } from './table-description';
import { tsType } from './ts-type';

/**
 * A table or view as the server has it.
 *
 * @param word `table` or `keyspace.table`, as Cassandra stores the names.
 * @throws CliError when there is none.
 */
export async function describeLiveTable(dataSource: DataSource, word: string): Promise<TableDescription> {
  const [keyspace, name] = splitName(word, dataSource.keyspace);
  const [model] = (await dataSource.readSchema([keyspace])).keyspaces;
  const found = [...(model?.tables ?? []), ...(model?.views ?? [])].find((each) => each.name === name);
  if (found === undefined) throw noSuchTable(model, keyspace, name);
  const set = Object.entries(found.options).filter(([, value]) => value !== "''");
  return {
    ...{ entity: null, table: name, keyspace, viewOf: 'base' in found ? found.base : null },
    columns: found.columns.map(describeColumn),
    indexes: 'indexes' in found ? found.indexes.map(describeIndex) : [],
    options: Object.fromEntries(set),
    ddl: await ddlOf(dataSource, keyspace, found),
  };
}

function splitName(word: string, fallback: string | undefined): [keyspace: string, table: string] {
  const at = word.indexOf('.');
  if (at !== -1) return [word.slice(0, at), word.slice(at + 1)];
  if (fallback !== undefined) return [fallback, word];
  throw usageError(`In which keyspace is the table ${word}?`, 'Write keyspace.table, or name it by --keyspace.');
}

function describeColumn({ name, kind, order, type }: ColumnModel): ColumnDescription {
  return { property: null, column: name, kind, order: order ?? null, type, tsType: tsTypeOf(type), note: null };
}

/** Custom types by Java class have no form that caspy knows. */
function tsTypeOf(cql: string): string {
  try {
    return tsType(parseCqlType(cql));
  } catch {
    return 'unknown';
  }
}

function describeIndex({ name, column, target, className, options }: IndexModel): IndexDescription {
  const using = className === undefined ? 'legacy' : usingName(className);
  return { name, column, using, target: target ?? null, options };
}

/** Cassandra writes it itself since 4.0, with all that it knows; of an older one it is made from what was read. */
async function ddlOf(dataSource: DataSource, keyspace: string, found: TableModel | ViewModel): Promise<string[]> {
  const nameOf = (name: string): string => `${quoteIdentifier(keyspace)}.${quoteIdentifier(name)}`;
  const target = nameOf(found.name);
  try {
    const cql = `DESCRIBE ${'base' in found ? 'MATERIALIZED VIEW' : 'TABLE'} ${target}`;
    const { rows } = await dataSource.execute(cql, [], { prepare: false });
    return rows.map(({ create_statement: text }) => String(text).trim().replace(/;$/, ''));
  } catch {
    if ('base' in found) return [createView(found, target, nameOf(found.base))];
    return [createTable(found, target), ...found.indexes.map((index) => createIndex(index, target))];
  }
}

function noSuchTable(model: KeyspaceModel | undefined, keyspace: string, name: string): Error {
  if (model === undefined) {
    return usageError(`There is neither an entity '${name}' nor a keyspace '${keyspace}'.`, 'Name one by --keyspace.');
  }
  const names = [...model.tables, ...model.views].map((each) => each.name);
  return usageError(
    `There is neither an entity '${name}' nor a table '${keyspace}.${name}'.${didYouMean(name, names)}`,
    names.length === 0 ? `The keyspace ${keyspace} has no tables.` : '`caspy models` lists the entities.',
  );
}
