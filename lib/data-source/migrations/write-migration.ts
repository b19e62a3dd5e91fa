import { mkdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { ConfigurationError } from '../../errors';
import { writeFileAtomically } from '../../schema/files/write-file-atomically';
import { newMigrationName } from '../../schema/migrations/migration-name';
import { type MigrationFormat, renderEmptyMigration } from '../../schema/migrations/render-migration';
import { DEFAULT_MIGRATIONS, findMigrations } from './load-migrations';

/** Where a new migration goes, and what it is. */
export interface NewMigrationOptions {
  /** What it does: `add-user-email`. The time is put before it. */
  readonly name: string;
  /** `cql` unless set. */
  readonly format?: MigrationFormat | undefined;
  /** By default the folder of the first glob of `migrations`. */
  readonly directory?: string | undefined;
}

/** The globs that find migrations, and where they start. */
export interface MigrationPlace {
  readonly migrations?: readonly string[] | undefined;
  readonly baseDirectory?: string | undefined;
}

/** Folders that compilers write to: what is put there is gone with the next build. */
const OUTPUT = /^(?:dist|build|out|lib)$/;

/**
 * Writes an empty migration and answers its path. Needs no connection.
 *
 * @throws ConfigurationError when nobody says where it belongs, or its name has neither letters nor digits.
 */
export async function createMigration(options: NewMigrationOptions, place: MigrationPlace): Promise<string> {
  const { format = 'cql' } = options;
  const name = newMigrationName(options.name, new Date());
  return writeMigration(name, format, renderEmptyMigration(name, format), options, place);
}

/** Writes the text of a migration and answers its path. Never takes the place of a file. */
export async function writeMigration(
  name: string,
  format: MigrationFormat,
  text: string,
  { directory }: NewMigrationOptions,
  place: MigrationPlace,
): Promise<string> {
  const { migrations = DEFAULT_MIGRATIONS, baseDirectory = process.cwd() } = place;
  const folder = resolve(baseDirectory, directory ?? folderOf(migrations));
  const twin = (await findMigrations(migrations, baseDirectory).catch(() => [])).find((file) => file.name === name);
  if (twin !== undefined) throw new ConfigurationError(`${twin.file} has the name ${name} already.`);
  const file = join(folder, `${name}.${format}`);
  await mkdir(folder, { recursive: true });
  try {
    await writeFileAtomically(file, text, { overwrite: false });
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'EEXIST') throw new ConfigurationError(`${file} is there already.`, { code: 'CASPY_FILE_EXISTS' });
    throw error;
  }
  return file;
}

/** The folder that the first glob begins with. */
function folderOf([pattern = 'migrations/*']: readonly string[]): string {
  const parts = pattern.split('/');
  const glob = parts.findIndex((part) => /[*?[\]{}()!]/.test(part));
  const folder = parts.slice(0, glob === -1 ? -1 : glob).join('/') || '.';
  if (
    !relative('.', folder)
      .split(sep)
      .some((part) => OUTPUT.test(part))
  )
    return folder;
  throw new ConfigurationError(
    `'migrations' names compiled files in ${folder}, where nothing should be written by hand. Say where the sources ` +
      'are: directory (--dir).',
  );
}
