import { MigrationError } from '../../errors';
import { splitCql, type SplitStatement } from './split-cql';

/** Both ways of a `.cql` migration. */
export interface CqlMigration {
  readonly up: readonly SplitStatement[];
  /** Undefined without the line `-- caspy:down`: the migration cannot be undone. */
  readonly down: readonly SplitStatement[] | undefined;
}

/** The line that ends what is run and begins what undoes it. */
const DOWN = /^[ \t]*--[ \t]*caspy:down[ \t]*$/im;

/**
 * Reads a `.cql` migration: statements, then, after a line `-- caspy:down`, those that undo them.
 *
 * @throws MigrationError when a statement does not end, or there is none.
 */
export function parseCqlMigration(text: string, file: string): CqlMigration {
  const unix = text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');
  const mark = DOWN.exec(unix);
  const up = splitCql(mark === null ? unix : unix.slice(0, mark.index), file);
  if (up.length === 0) {
    const way = mark === null ? '' : ` before its line '${mark[0].trim()}'`;
    throw new MigrationError(
      'CASPY_MIGRATION_FILE',
      `${file} holds no statement${way}. Write one, or delete the file.`,
      {
        details: { file },
      },
    );
  }
  if (mark === null) return { up, down: undefined };
  // Empty lines in the place of what stands above, so that the numbers of lines are those of the file.
  const above = '\n'.repeat(unix.slice(0, mark.index).split('\n').length - 1);
  return { up, down: splitCql(above + unix.slice(mark.index), file) };
}
