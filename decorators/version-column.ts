import type { ColumnOptions, TypeSpec } from '../lib/metadata/options';
import { columnDecorator } from './column-arguments';

/**
 * Optimistic locking: the number of times that a row was written. `save` of an entity with a version writes only if
 * the row still has that version, by a lightweight transaction, and throws `OptimisticLockError` when another writer
 * was first; `update` takes the version that was read among its changes. A whole-number type; int unless named.
 *
 * @example
 * ```ts
 * @VersionColumn() version!: number;
 * ```
 */
export function VersionColumn(
  type: TypeSpec = 'int',
  options: Pick<ColumnOptions, 'name' | 'as' | 'comment'> = {},
): PropertyDecorator {
  return columnDecorator('regular', type, { ...options, automatic: 'version' });
}
