import { BulkError } from '../../errors';
import type { TableMetadata } from '../../metadata/table-metadata';
import type { Key } from '../../query/where';
import { forEachBounded } from '../../repository/for-each-bounded';
import type { WriteOptions } from '../../repository/options';
import type { Repository } from '../../repository/repository';
import type { AnyRow } from '../queries/query-run';

/** A row that the server or its column refused. */
export interface FailedRow {
  readonly index: number;
  readonly reason: string;
}

/** Errors that say that a row is wrong; any other one says that writing does not work. */
const OF_THE_ROW: ReadonlySet<unknown> = new Set(['CASPY_VALIDATION', 'CASPY_INVALID_QUERY']);

/** Partitions without rows are few. */
const STATICS_IN_FLIGHT = 16;

/**
 * Writes rows, so many requests at a time; answers those that cannot be written.
 *
 * @throws when writing itself fails
 */
export async function saveRows(
  repository: Repository<AnyRow>,
  rows: readonly AnyRow[],
  options: WriteOptions,
  concurrency: number | undefined,
): Promise<FailedRow[]> {
  const failed: FailedRow[] = [];
  const places = new Map(rows.map((row, index) => [row, index]));
  const fail = (row: AnyRow, error: unknown): void => {
    if (!(error instanceof Error) || !OF_THE_ROW.has(Reflect.get(error, 'code'))) throw error;
    failed.push({ index: places.get(row) ?? -1, reason: error.message });
  };
  const statics = rows.filter((row) => isStaticOnly(repository.metadata, row));
  const others = statics.length === 0 ? rows : rows.filter((row) => !statics.includes(row));
  const settings = { ...options, ...(concurrency === undefined ? {} : { concurrency }) };
  try {
    await repository.bulkSave(others, { ...settings, onError: ({ item, error }) => fail(item, error) });
  } catch (error) {
    // What went wrong says more than how many rows were written before.
    throw error instanceof BulkError && error.cause instanceof Error ? error.cause : error;
  }
  await forEachBounded(statics, STATICS_IN_FLIGHT, async (row) => {
    await saveStatics(repository, row, options).catch((error: unknown) => fail(row, error));
  });
  return failed;
}

async function saveStatics(repository: Repository<AnyRow>, row: AnyRow, options: WriteOptions): Promise<void> {
  const names = repository.metadata.partitionKey.map(({ property }) => property);
  const entries = Object.entries(row).filter(([, value]) => value !== null);
  const isKey = ([property]: [string, unknown]): boolean => names.includes(property);
  // What is left are static columns: a row without a clustering key has no others.
  const key = Object.fromEntries(entries.filter(isKey)) as Key<AnyRow>;
  await repository.update(key, Object.fromEntries(entries.filter((entry) => !isKey(entry))), options);
}

function isStaticOnly({ clusteringKey }: TableMetadata, row: AnyRow): boolean {
  return clusteringKey.length > 0 && clusteringKey.every(({ property }) => (row[property] ?? null) === null);
}
