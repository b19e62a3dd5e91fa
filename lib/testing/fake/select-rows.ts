import type { RequestOptions, Row } from '../../session/request';
import { decodeByDriver } from './driver-internals';
import { columnOf, matches } from './match-term';
import type { MemoryTable, Partition, RowView } from './memory-table';
import { Parameters } from './parameters';
import type { ParsedSelect, SelectTerm } from './parse-statement';

/** What the driver asks for where nobody says how many. */
const FETCH_SIZE = 5_000;

/** One page of a `SELECT`. Its page state is the number of rows before it. */
export function select(
  table: MemoryTable,
  parsed: ParsedSelect,
  params: readonly unknown[],
  { fetchSize = FETCH_SIZE, pageState }: RequestOptions,
): { rows: Row[]; pageState: Buffer | undefined } {
  const values = new Parameters(params);
  const where = values.bind(parsed.where);
  const perPartition = parsed.limitedPerPartition ? values.int() : Infinity;
  const limit = parsed.limited ? values.int() : Infinity;
  const found = table
    .views()
    .filter((view) => where.every(({ term, operands }) => matches(table, view, term, operands)));
  const ordered = isReversed(table, parsed) ? found.reverse() : found;
  const views = firstOfEach(ordered, parsed.distinct ? 1 : perPartition).slice(0, limit);
  if (parsed.terms.some(({ of }) => of === 'count')) {
    return {
      rows: [Object.fromEntries(parsed.terms.map(({ alias }) => [alias, BigInt(views.length)]))],
      pageState: undefined,
    };
  }
  const start = pageState?.readInt32BE(0) ?? 0;
  const rows = views.slice(start, start + fetchSize).map((view) => rowOf(table, view, parsed.terms));
  const next = Buffer.alloc(4);
  next.writeInt32BE(start + rows.length);
  return { rows, pageState: start + rows.length < views.length ? next : undefined };
}

/** The value of an expression as the driver hands it out. */
export function rowOf(table: MemoryTable, view: RowView, terms: readonly SelectTerm[]): Row {
  return Object.fromEntries(terms.map((term) => [term.alias, valueOf(table, view, term)]));
}

function valueOf(table: MemoryTable, view: RowView, { column: name, of }: SelectTerm): unknown {
  const column = columnOf(table, name);
  if (of === 'value') {
    const bytes = table.value(view, column);
    return bytes === null ? null : decodeByDriver(column.type, bytes);
  }
  const cell = table.cells(view, column)?.live(name);
  if (cell === undefined) return null;
  if (of === 'writetime') return cell.timestamp;
  return cell.expires === undefined ? null : Math.ceil((cell.expires - Date.now()) / 1000);
}

function isReversed({ metadata }: MemoryTable, { order }: ParsedSelect): boolean {
  const [first] = order;
  if (first === undefined) return false;
  const column = metadata.clusteringKey.find(({ name }) => name === first[0]);
  return column?.order !== first[1];
}

function firstOfEach(views: readonly RowView[], rows: number): RowView[] {
  const counts = new Map<Partition, number>();
  return views.filter(({ partition }) => {
    const count = (counts.get(partition) ?? 0) + 1;
    counts.set(partition, count);
    return count <= rows;
  });
}
