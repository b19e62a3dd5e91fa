import type { ConsistencyLevel } from '../../metadata/options';
import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { readConditions } from '../../query/conditions';
import type { Direction } from '../../query/plan';
import { planQuery } from '../../query/plan';
import { usageError } from '../cli-error';
import type { Action, QueryArgs } from '../commands/query-options';
import { requireField } from '../entities/find-field';
import type { FilterWhere } from '../filters/read-filters';
import { readFilters } from '../filters/read-filters';
import type { Format } from '../output/formats';
import { readConsistency } from './read-options';

/** A query as the command line asks for it, resolved to columns and values. */
export interface QueryRequest {
  readonly table: TableMetadata;
  readonly wheres: readonly FilterWhere[];
  /** The columns that are shown. */
  readonly columns: readonly ColumnMetadata[];
  /** `--select` was given. */
  readonly isPartial: boolean;
  readonly order: readonly (readonly [ColumnMetadata, Direction])[];
  readonly limit: number | undefined;
  /** `--all`: no limit, not even the usual one of a terminal. */
  readonly isWhole: boolean;
  readonly page: string | undefined;
  readonly allowFiltering: boolean;
  readonly consistency: ConsistencyLevel | undefined;
  readonly isTraced: boolean;
  readonly format: Format;
}

/**
 * Reads and checks everything that needs no connection, the plan included.
 *
 * @throws CliError, QueryPlanError, ValidationError
 */
export function readQuery(table: TableMetadata, action: Action, args: QueryArgs): QueryRequest {
  const selected = namesOf(args.select).map((name) => requireField(table, name));
  const request: QueryRequest = {
    table,
    wheres: readFilters(table, args.filter ?? []),
    columns: selected.length > 0 ? [...new Set(selected)] : table.columns.filter(({ selected: shown }) => shown),
    isPartial: selected.length > 0,
    order: namesOf(args.order).map((order) => readOrder(table, order)),
    limit: readLimit(args.limit),
    isWhole: args.all === true,
    page: args.page,
    allowFiltering: args['allow-filtering'] === true,
    consistency: readConsistency(args.consistency),
    isTraced: args.trace === true,
    format: readFormat(args),
  };
  if (request.wheres.length === 0 && (action === 'get' || action === 'delete')) {
    throw usageError(`${action} needs a filter.`, `Name the key: --filter ${example(table)}`);
  }
  const conditions = request.wheres.flatMap((where) => readConditions(table, where));
  planQuery(table, { conditions, order: request.order, allowFiltering: request.allowFiltering });
  return request;
}

function example({ primaryKey }: TableMetadata): string {
  return primaryKey.map(({ property }) => `${property}=…`).join(' --filter ');
}

function namesOf(lists: readonly string[] | undefined): string[] {
  return (lists ?? [])
    .flatMap((list) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readOrder(table: TableMetadata, text: string): readonly [ColumnMetadata, Direction] {
  const [name = '', direction = 'asc', ...rest] = text.split(':');
  const upper = direction.trim().toUpperCase();
  if (rest.length === 0 && (upper === 'ASC' || upper === 'DESC')) return [requireField(table, name.trim()), upper];
  throw usageError(`--order ${text}: '${direction}' is no direction.`, 'Write --order field:asc or field:desc.');
}

function readLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= 0x7fffffff)) return limit;
  throw usageError('--limit is a whole number from 1.', 'Write --limit 10.');
}

/** `--format`, or what `--json` says. @throws CliError when both say something else. */
export function readFormat({ format, json }: Pick<QueryArgs, 'format' | 'json'>): Format {
  if (format === undefined) return json === true ? 'json' : 'table';
  if (json !== true || format === 'json') return format;
  throw usageError(`--json and --format ${format} are two formats.`, 'Give one of them.');
}
