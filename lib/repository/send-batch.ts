import { ConfigurationError, OptimisticLockError } from '../errors';
import type { Row } from '../session/request';
import type { BatchEntry, BatchPart, DeferredEntry } from './batch-entry';
import { partsOf } from './batch-entry';
import { checkBatch } from './batch-guards';
import type { BatchOptions, BatchResult } from './batch-options';
import type { Expectation } from './expectation';
import { readFlag } from './require-options';
import type { Outcome } from './verify-write';
import { readVerify, verified } from './verify-write';

const OPERATION = 'DataSource.batch';

/**
 * Checks a batch and sends it.
 *
 * @throws QueryPlanError for a batch that must not be sent; OptimisticLockError when another writer was first.
 */
export async function sendBatch(
  collected: readonly (BatchEntry | DeferredEntry)[],
  options: BatchOptions,
): Promise<BatchResult> {
  const entries: BatchEntry[] = [];
  // In turn: hooks run in the order of the batch.
  for (const entry of collected) entries.push('requests' in entry ? entry : await entry());
  const result = await sendEntries(entries, options);
  if (result.applied) for (const { after } of entries) await after?.();
  return result;
}

async function sendEntries(entries: readonly BatchEntry[], options: BatchOptions): Promise<BatchResult> {
  if (options.logged !== undefined) readFlag(OPERATION, 'logged', options.logged);
  const parts = partsOf(entries);
  const [first] = parts;
  if (first === undefined) return { applied: true };
  // The names of options, which would be lost without a word.
  for (const { table, request } of parts) table.writeOptions(request.options);
  const { logged, warning } = checkBatch(parts, options);
  checkDefaults(parts, options);
  const { logged: _, maxBytes: __, verify, ...write } = options;
  const request = { ...first.table.writeOptions(write), logged, operation: OPERATION, warning };
  const statements = parts.map(({ request: { statement, params } }) => ({ statement, params }));
  const send = async (): Promise<Outcome> => {
    const { applied, rows } = await first.table.executor.executeBatch(statements, request);
    return applied === false ? { applied, rows } : { applied: true };
  };
  const isConditional = statements.some(({ statement }) => statement.kind === 'conditional');
  const expected = (): (Expectation<object> | undefined)[] =>
    entries.filter(({ requests }) => requests.length > 0).map((entry) => entry.expected());
  const outcome = readVerify(OPERATION, verify, isConditional)
    ? await verified(send, expected, (found) => found, write)
    : await send();
  if (!outcome.applied) return notApplied(entries, existingOf(entries, outcome.rows));
  for (const { written } of entries) written();
  return { applied: true };
}

/** Conditions are on one table, so the first writer knows its columns. */
function existingOf([entry]: readonly BatchEntry[], rows: readonly Row[]): readonly Record<string, unknown>[] {
  const existing = rows.flatMap((row) => entry?.writer.existing(row, Object.keys(row)) ?? []);
  return existing as Record<string, unknown>[];
}

function notApplied(entries: readonly BatchEntry[], existing: readonly Record<string, unknown>[]): BatchResult {
  const versioned = entries.find(({ version }) => version !== undefined)?.version;
  if (versioned === undefined) return { applied: false, existing };
  throw new OptimisticLockError(
    `${versioned.path}: another writer changed or removed a row of the batch first, so nothing of it was written. ` +
      'Read the rows again, apply the changes, send the batch again.',
    { existing },
  );
}

/** What tables and repositories ask for holds for a batch too, so they must ask for the same. */
function checkDefaults(parts: readonly BatchPart[], options: BatchOptions): void {
  const [first, ...others] = [...new Set(parts.map(({ table }) => table))];
  if (first === undefined) return;
  const defaults = defaultsOf(first);
  for (const other of others) {
    const own = defaultsOf(other);
    const differing = [...defaults.keys(), ...own.keys()].find(
      (name) => defaults.get(name) !== own.get(name) && Reflect.get(options, name) === undefined,
    );
    if (differing === undefined) continue;
    throw new ConfigurationError(
      `${first.metadata.name} and ${other.metadata.name} have another '${differing}' each, and a batch has one for ` +
        `all. Say which: batch(work, { ${differing}: … }).`,
    );
  }
}

function defaultsOf(table: BatchPart['table']): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(Object.entries(table.writeOptions(undefined) ?? {}));
}
