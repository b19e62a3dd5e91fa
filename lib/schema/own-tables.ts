import type { TableModel } from './model';

/** The table of the locks of schema work. */
export const LOCK_TABLE = 'caspy_locks';

/** The table of the migrations that were run, unless the options name another. */
export const MIGRATION_TABLE = 'caspy_migrations';

const NAMES: ReadonlySet<string> = new Set([LOCK_TABLE, MIGRATION_TABLE]);

/** Columns that a history of migrations has, of whichever version of caspy, and no other table. */
const HISTORY = ['name', 'checksum', 'steps', 'step_count', 'executed_by', 'caspy_version'];

/**
 * Whether caspy keeps a table for itself: no entity has it, and yet it is not to be dropped. A history of migrations is
 * known by its columns, since its name is an option, which whoever compares two schemas may not have.
 */
export function isOwnTable({ name, columns }: Pick<TableModel, 'name' | 'columns'>): boolean {
  return NAMES.has(name) || HISTORY.every((column) => columns.some((each) => each.name === column));
}
