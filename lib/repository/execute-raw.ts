import { ConfigurationError } from '../errors';
import type { CqlStatement } from '../query/cql';
import { isCqlStatement } from '../query/cql';
import type { Statement } from '../query/statement';
import type { RequestOptions, Row, RowPage } from '../session/request';
import { describeValue } from '../types/describe-value';
import type { Executor } from './entity-table';

/** The result of CQL of your own. */
export interface RawResult {
  readonly rows: Row[];
  /** The columns, in the order of the statement. */
  readonly columns: readonly string[];
  /** The page state of the next page; undefined when all was read. */
  readonly pageState: Buffer | undefined;
  /** For conditional writes: whether it was applied. */
  readonly applied: boolean | undefined;
  readonly warnings: readonly string[];
  /** With `tracing: true`: the session in `system_traces`. */
  readonly traceId: string | undefined;
}

/** A text with its values, or a statement of `cql`, whose second argument then is the options. */
export type RawArguments<O> = readonly [
  cql: string | CqlStatement,
  paramsOrOptions?: readonly unknown[] | O,
  options?: O,
];

/** The three parts of raw CQL, whichever way it was given. */
export function readRawArguments<O extends object>([statement, second, third]: RawArguments<O>): {
  readonly cql: string;
  readonly params: readonly unknown[];
  readonly options: O | undefined;
} {
  if (isCqlStatement(statement)) {
    if (third !== undefined || Array.isArray(second)) {
      throw new ConfigurationError('cql: the statement has its values already; only options follow it.');
    }
    // What is no list here is the options.
    return { cql: statement.cql, params: statement.params, options: second as O | undefined };
  }
  return { cql: statement, params: (second ?? []) as readonly unknown[], options: third };
}

/** Runs CQL that a user wrote: all pages, unless the options ask for one. */
export async function executeRaw(
  executor: Executor,
  cql: string,
  params: readonly unknown[],
  options: RequestOptions,
  operation: string,
  onePage = options.fetchSize !== undefined || options.pageState !== undefined,
): Promise<RawResult> {
  if (typeof cql !== 'string') throw new ConfigurationError(`${operation}: CQL is a text, not ${describeValue(cql)}.`);
  if (!Array.isArray(params)) {
    throw new ConfigurationError(`${operation}: params are a list of values, not ${describeValue(params)}.`);
  }
  const statement: Statement = { cql, kind: 'raw', idempotent: false, operation, parameterTypes: [] };
  const first = await executor.execute(statement, params, options);
  const rows = [...first.rows];
  let last: RowPage = first;
  while (!onePage && last.pageState !== undefined) {
    last = await executor.execute(statement, params, { ...options, pageState: last.pageState });
    // Not by spread: a page may hold more rows than a call takes arguments.
    for (const row of last.rows) rows.push(row);
  }
  const { columns, applied, warnings, traceId } = first;
  return { rows, columns, pageState: last.pageState, applied, warnings, traceId };
}
