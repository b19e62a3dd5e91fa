import { AbortError, ConfigurationError, ConnectionError, TimeoutError } from '../errors';
import { selectStatement } from '../query/select-statement';
import type { Statement } from '../query/statement';
import type { RequestOptions, Row } from '../session/request';
import type { EntityTable } from './entity-table';
import type { Expectation } from './expectation';
import type { WriteOptions } from './options';
import { readFlag } from './require-options';

/** What reading the rows of a write has shown. */
export type Outcome = { readonly applied: true } | { readonly applied: false; readonly rows: readonly Row[] };

/** Expectations of a write; undefined ones cannot be told by a read. */
type Expectations<E extends object> = readonly (Expectation<E> | undefined)[];

/** Whether a write is to be verified. @throws ConfigurationError where there is no condition. */
export function readVerify(name: string, verify: unknown, isConditional: boolean): boolean {
  if (!readFlag(name, 'verify', verify)) return false;
  if (isConditional) return true;
  throw new ConfigurationError(
    `${name}: 'verify' is for conditional writes. One without a condition may just be sent again.`,
  );
}

/**
 * Sends a conditional write and, when its outcome is unknown, reads its rows at serial consistency, which also ends what
 * Paxos has begun. Where the rows say nothing, as another writer may have been there since, the error is thrown as it
 * is.
 */
export async function verified<E extends object, R>(
  send: () => Promise<R>,
  expected: () => Expectations<E>,
  answer: (outcome: Outcome) => R,
  options: WriteOptions,
): Promise<R> {
  try {
    return await send();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    const outcome = await outcomeOf(expected, options).catch(() => undefined);
    if (outcome === undefined) throw error;
    return answer(outcome);
  }
}

function isUnknown(error: unknown): boolean {
  if (error instanceof AbortError) return false;
  return (error instanceof TimeoutError || error instanceof ConnectionError) && error.maybeApplied;
}

/** One write, or several that are applied as a whole: so one row that shows another writer decides, or all show this. */
async function outcomeOf<E extends object>(
  expected: () => Expectations<E>,
  options: WriteOptions,
): Promise<Outcome | undefined> {
  const rows: Row[] = [];
  const expectations = expected();
  let isApplied = expectations.length > 0;
  for (const expectation of expectations) {
    if (expectation === undefined) {
      isApplied = false;
      continue;
    }
    const row = await readRow(expectation, options);
    const verdict = expectation.judge(row);
    if (verdict === 'refused' && row !== undefined) rows.push(row);
    isApplied &&= verdict === 'applied';
  }
  if (rows.length > 0) return { applied: false, rows };
  return isApplied ? { applied: true } : undefined;
}

async function readRow<E extends object>(
  { table, key }: Expectation<E>,
  { serialConsistency = 'SERIAL', profile, timeout, signal }: WriteOptions,
): Promise<Row | undefined> {
  const options: RequestOptions | undefined = table.readOptions({
    consistency: serialConsistency,
    profile,
    timeout,
    signal,
  });
  const page = await table.executor.execute(rowStatement(table, key.length), key, options);
  return page.rows[0];
}

/** Reads all columns of a row, those too that entities leave out; or the static columns of a partition. */
function rowStatement<E extends object>(table: EntityTable<E>, keyColumns: number): Statement {
  const { metadata, qualifiedName } = table;
  const isStatic = keyColumns < metadata.primaryKey.length;
  const key = metadata.primaryKey.slice(0, keyColumns);
  const shape = {
    conditions: key.map((column) => ({ column, comparison: '=', token: false, raw: undefined, params: [] }) as const),
    columns: isStatic
      ? metadata.columns.filter(({ kind }) => kind === 'partition' || kind === 'static')
      : metadata.columns,
    order: [],
    groupBy: [],
    allowFiltering: false,
    distinct: isStatic,
    limited: false,
    limitedPerPartition: false,
  };
  return table.compiled(`verify ${keyColumns}`, () =>
    selectStatement(metadata, qualifiedName, shape, `${metadata.name}.verify`),
  );
}
