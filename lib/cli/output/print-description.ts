import type { ColumnDescription, TableDescription } from '../describe/table-description';
import { escapeControls } from './escape';
import type { Io } from './io';
import { jsonText } from './json-value';
import { printFacts } from './print-facts';
import { renderTable } from './table';

const INDEX_COLUMNS = ['index', 'column', 'using', 'target', 'options'];

/** A table with its columns, indexes, options and DDL; with `--json` one object. */
export async function printDescription(io: Io, description: TableDescription): Promise<void> {
  if (io.json) return printFacts(io, { ...description });
  await io.stdout.write(`${describeText(io, description)}\n`);
}

/** The same as a text. */
export function describeText({ style }: Pick<Io, 'style'>, description: TableDescription): string {
  const { bold } = style.colors;
  const { entity, table, keyspace, viewOf, indexes, options, ddl } = description;
  const name = keyspace === null ? table : `${keyspace}.${table}`;
  const isOf = viewOf === null ? 'table' : `view of ${viewOf},`;
  const title = entity === null ? `${bold(name)}  a table that no entity maps` : `${bold(entity)}  ${isOf} ${name}`;
  const parts = [title, columnsText(description, style)];
  if (indexes.length > 0) {
    const rows = indexes.map(({ name: index, column, using, target, options: given }) => [
      ...[index, column, using, target ?? ''],
      Object.keys(given).length === 0 ? '' : jsonText(given),
    ]);
    parts.push(renderTable(tableColumns(INDEX_COLUMNS), rows, style));
  }
  const optionRows = Object.entries(options);
  if (optionRows.length > 0) parts.push(renderTable(tableColumns(['option', 'value']), optionRows, style));
  if (ddl.length > 0) parts.push(ddl.map((cql) => `${escapeControls(cql, '\n')};`).join('\n'));
  return parts.join('\n\n');
}

function columnsText({ entity, columns }: TableDescription, style: Io['style']): string {
  const hasNotes = columns.some(({ note }) => note !== null);
  const head = [...(entity === null ? [] : ['property']), 'column', 'key', 'type', 'TypeScript'];
  const rows = columns.map((column) => [
    ...(entity === null ? [] : [column.property]),
    ...[column.column, roleOf(column, columns), column.type, column.tsType],
    ...(hasNotes ? [column.note ?? ''] : []),
  ]);
  return renderTable(tableColumns(hasNotes ? [...head, 'note'] : head), rows, style);
}

/** `partition key`, with its place where there are several. */
function roleOf({ kind, order, column }: ColumnDescription, columns: readonly ColumnDescription[]): string {
  if (kind === 'regular') return '';
  if (kind === 'static') return 'static';
  const others = columns.filter((each) => each.kind === kind);
  const place = others.length === 1 ? '' : ` ${others.findIndex((each) => each.column === column) + 1}`;
  return kind === 'partition' ? `partition${place}` : `clustering${place} ${order ?? 'ASC'}`;
}

function tableColumns(names: readonly string[]): { readonly name: string; readonly isKey: boolean }[] {
  return names.map((name, at) => ({ name, isKey: at === 0 }));
}
