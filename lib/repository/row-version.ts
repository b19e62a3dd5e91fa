import { OptimisticLockError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import { invalid } from './entity-values';
import type { WriteResult } from './options';

/** One more than the current version; 1 for a row without one. */
export function nextVersion(version: ColumnMetadata, current: unknown): number | bigint {
  if (typeof current === 'bigint') return current + 1n;
  if (typeof current === 'number') return current + 1;
  if (current === undefined || current === null) return isSmall(version) ? 1 : 1n;
  throw invalid(version.path, 'version', 'is not a whole number.');
}

function isSmall({ codec }: ColumnMetadata): boolean {
  return ['tinyint', 'smallint', 'int'].includes(codec.cql);
}

/** @throws OptimisticLockError when a write that was guarded by a version was not applied. */
export function requireFirst<E>({ path }: ColumnMetadata, result: WriteResult<E>): void {
  if (result.applied) return;
  const { existing } = result;
  throw new OptimisticLockError(
    `${path}: another writer changed or removed the row first. Read it again, apply the change, save again.`,
    { existing },
  );
}
