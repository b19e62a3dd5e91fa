import type { Where } from '../../query/where';
import type { QuerySet } from '../../repository/query-set';
import type { Repository } from '../../repository/repository';
import type { CommandContext } from '../command';
import type { Sink } from '../output/sink';
import type { TableColumn, TableStyle } from '../output/table';
import type { QueryRequest } from './read-query';

/** A row by property; which properties there are only the metadata knows. */
export type AnyRow = Record<string, unknown>;

/** What an action works with. */
export interface QueryRun {
  readonly context: CommandContext;
  readonly request: QueryRequest;
  readonly repository: Repository<AnyRow>;
  readonly querySet: QuerySet<AnyRow, AnyRow>;
  readonly sink: Sink;
  readonly style: TableStyle;
  /** `--force` */
  readonly isForced: boolean;
  /** The filters as they were typed. */
  readonly filters: readonly string[];
}

/** The query set of a request, without its limit. */
export function toQuerySet(
  repository: Repository<AnyRow>,
  request: QueryRequest,
  signal?: AbortSignal,
): QuerySet<AnyRow, AnyRow> {
  let querySet: QuerySet<AnyRow, AnyRow> = repository.all();
  if (signal !== undefined) querySet = querySet.signal(signal);
  // Its values were made for these columns; TypeScript cannot know that.
  for (const where of request.wheres) querySet = querySet.filter(where as Where<AnyRow>);
  for (const [{ property }, direction] of request.order) querySet = querySet.orderBy(property, direction);
  if (request.allowFiltering) querySet = querySet.allowFiltering();
  if (request.consistency !== undefined) querySet = querySet.consistency(request.consistency);
  if (request.isTraced) querySet = querySet.tracing();
  return request.isPartial ? querySet.select(...request.columns.map(({ property }) => property)) : querySet;
}

/** The columns of the output, named as the properties are. */
export function shownColumns({ table, columns }: Pick<QueryRequest, 'table' | 'columns'>): TableColumn[] {
  return columns.map((column) => ({ name: column.property, isKey: table.primaryKey.includes(column) }));
}

/** `1 row`, `5 rows`. */
export function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
}
