import type { ColumnMetadata } from '../../metadata/table-metadata';
import type { Row } from '../../session/request';
import { changedEntry, changedValue, storedValue } from './change-collection';
import { columnOf, matches } from './match-term';
import type { Cells, WriteTime } from './memory-row';
import type { MemoryTable, RowView } from './memory-table';
import type { BoundTerm } from './parameters';
import { Parameters } from './parameters';
import type { ParsedDelete, ParsedInsert, ParsedUpdate } from './parse-statement';
import { rowOf } from './select-rows';

/** A write whose parameters are read and whose condition can be asked. */
export interface PreparedWrite {
  /** Undefined when the condition holds; otherwise what the server says of the row in the way. */
  check(): Row | undefined;
  apply(timestamp: bigint): void;
}

/** Reads the parameters of a write. Nothing changes before `apply`. */
export function prepareWrite(
  table: MemoryTable,
  parsed: ParsedInsert | ParsedUpdate | ParsedDelete,
  params: readonly unknown[],
): PreparedWrite {
  const values = new Parameters(params);
  if (parsed.kind === 'insert') return prepareInsert(table, parsed, values);
  return parsed.kind === 'update' ? prepareUpdate(table, parsed, values) : prepareDelete(table, parsed, values);
}

function prepareInsert(
  table: MemoryTable,
  { columns, ifNotExists, ttl }: ParsedInsert,
  values: Parameters,
): PreparedWrite {
  const given = columns.map((name) => [columnOf(table, name), values.next()] as const);
  const seconds = ttl ? values.int() : 0;
  const keyOf = (key: readonly ColumnMetadata[]): Buffer[] =>
    key.map((column) => given.find(([each]) => each === column)?.[1] ?? Buffer.alloc(0));
  const { partitionKey, clusteringKey } = table.metadata;
  const view = (): RowView => at(table, keyOf(partitionKey), keyOf(clusteringKey));
  return {
    check: () => (ifNotExists && view().row?.cells.exists === true ? wholeRow(table, view()) : undefined),
    apply: (timestamp) => {
      const time = { timestamp, expires: expiry(seconds) };
      view().row?.cells.mark(time);
      for (const [column, value] of given) {
        if (value !== undefined) table.cells(view(), column)?.write(column, storedValue(column, value), time);
      }
    },
  };
}

function prepareUpdate(table: MemoryTable, parsed: ParsedUpdate, values: Parameters): PreparedWrite {
  const seconds = parsed.ttl ? values.int() : 0;
  const changes = parsed.assignments.map(({ column: name, kind }) => {
    const column = columnOf(table, name);
    const operands = kind === 'entry' ? [values.next(), values.next()] : [values.next()];
    return (cells: Cells, time: WriteTime): void => {
      const [first, second] = operands;
      if (first === undefined) return;
      const stored = cells.value(name);
      if (kind === 'value') cells.write(column, storedValue(column, first), time);
      else if (kind !== 'entry') cells.write(column, changedValue(column, kind, stored, first), time);
      else if (first !== null) cells.write(column, changedEntry(column, stored, first, second ?? null), time);
    };
  });
  const where = values.bind(parsed.where);
  const guard = bindGuard(parsed.guard, values);
  const view = (): RowView => viewOf(table, where);
  return {
    check: () => failed(table, view(), guard),
    apply: (timestamp) => {
      const time = { timestamp, expires: expiry(seconds) };
      parsed.assignments.forEach(({ column }, index) => {
        const cells = table.cells(view(), columnOf(table, column));
        if (cells !== undefined) changes[index]?.(cells, time);
      });
    },
  };
}

function prepareDelete(table: MemoryTable, parsed: ParsedDelete, values: Parameters): PreparedWrite {
  const parts = parsed.parts.map(({ column, isElement }) => {
    return { column: columnOf(table, column), element: isElement ? values.next() : undefined };
  });
  const where = values.bind(parsed.where);
  const guard = bindGuard(parsed.guard, values);
  const { partitionKey } = table.metadata;
  const isPartition = where.every(({ term }) => partitionKey.some(({ name }) => term.columns.includes(name)));
  const found = (): RowView[] =>
    table.views().filter((view) => where.every(({ term, operands }) => matches(table, view, term, operands)));
  return {
    check: () => failed(table, viewOf(table, where), guard),
    apply: (timestamp) => {
      const time = { timestamp, expires: undefined };
      for (const view of parts.length > 0 ? [viewOf(table, where)] : found()) {
        for (const { column, element } of parts) {
          const cells = table.cells(view, column);
          const left = element ? changedEntry(column, cells?.value(column.name) ?? null, element, null) : null;
          cells?.write(column, left, time);
        }
        if (parts.length > 0) continue;
        view.row?.cells.clear(timestamp);
        if (isPartition) view.partition.statics.clear(timestamp);
      }
    },
  };
}

type Guard = 'exists' | readonly BoundTerm[] | undefined;

function bindGuard(guard: ParsedUpdate['guard'], values: Parameters): Guard {
  return guard === undefined || guard === 'exists' ? guard : values.bind(guard);
}

function failed(table: MemoryTable, view: RowView, guard: Guard): Row | undefined {
  if (guard === undefined) return undefined;
  const exists = view.row?.cells.exists ?? view.partition.statics.exists;
  if (guard === 'exists') return exists ? undefined : {};
  if (guard.every(({ term, operands }) => matches(table, view, term, operands))) return undefined;
  const names = [...new Set(guard.flatMap(({ term }) => term.columns))];
  return exists ? rowOf(table, view, names.map(asTerm)) : {};
}

function wholeRow(table: MemoryTable, view: RowView): Row {
  return rowOf(
    table,
    view,
    table.metadata.columns.map(({ name }) => asTerm(name)),
  );
}

function asTerm(name: string): { column: string; of: 'value'; alias: string } {
  return { column: name, of: 'value', alias: name };
}

/** The row that the key of a write names; only the partition where it names no row. */
function viewOf(table: MemoryTable, where: readonly BoundTerm[]): RowView {
  const { partitionKey, clusteringKey } = table.metadata;
  const operand = ({ name }: ColumnMetadata): Buffer | undefined =>
    where.find(({ term }) => term.columns[0] === name)?.operands[0] ?? undefined;
  const clustering = clusteringKey.flatMap((column) => operand(column) ?? []);
  const partition = partitionKey.map((column) => operand(column) ?? Buffer.alloc(0));
  return at(table, partition, clustering.length === clusteringKey.length ? clustering : undefined);
}

function at(table: MemoryTable, key: readonly Buffer[], clustering: readonly Buffer[] | undefined): RowView {
  const partition = table.partition(key);
  return { partition, row: clustering === undefined ? undefined : table.row(partition, clustering) };
}

function expiry(seconds: number): number | undefined {
  return seconds > 0 ? Date.now() + seconds * 1000 : undefined;
}
