import { readFile } from 'node:fs/promises';
import { MigrationError } from '../../errors';
import { checksum } from '../../schema/migrations/digest';
import type { LoadedMigration, Migration, MigrationSteps } from '../../schema/migrations/migration';
import { byTimestamp, type MigrationName, parseMigrationName } from '../../schema/migrations/migration-name';
import { parseCqlMigration } from '../../schema/migrations/parse-cql-migration';
import type { SplitStatement } from '../../schema/migrations/split-cql';
import { globFiles } from '../load-entities';
import { loadScript } from './load-script';

/** Where migrations are looked for when the options say nothing. */
export const DEFAULT_MIGRATIONS: readonly string[] = ['migrations/*.{cql,js,cjs,mjs,ts,cts,mts}'];

/** A file with what its name says. */
interface NamedFile extends MigrationName {
  readonly file: string;
}

/**
 * The migrations of a list of globs, by timestamp. No file at all is no error: a project begins like that.
 *
 * @throws MigrationError for a name that is none of a migration, for two files of one name, for a file that cannot be
 *   read or loaded.
 */
export async function loadMigrations(patterns: readonly string[], baseDirectory: string): Promise<LoadedMigration[]> {
  const files = await findMigrations(patterns, baseDirectory);
  const loaded: LoadedMigration[] = [];
  for (const file of files) loaded.push(await load(file));
  return loaded;
}

/** The files alone, without reading them. */
export async function findMigrations(patterns: readonly string[], baseDirectory: string): Promise<NamedFile[]> {
  const found = new Set<string>();
  for (const pattern of patterns) for (const file of await globFiles(pattern, baseDirectory)) found.add(file);
  const named = [...found].map(nameOf).toSorted(byTimestamp);
  for (const [index, one] of named.entries()) {
    const next = named[index + 1];
    if (next?.name === one.name) throw duplicate(one, next);
  }
  return named;
}

function nameOf(file: string): NamedFile {
  const parsed = parseMigrationName(file);
  if (parsed !== undefined) return { ...parsed, file };
  throw new MigrationError(
    'CASPY_MIGRATION_FILE',
    `${file} is no name of a migration: that is a timestamp, a hyphen, a name and .cql, .ts or .js, as in ` +
      "20260131120000-create-users.cql. Rename it, or let the globs of 'migrations' leave it out.",
    { details: { file } },
  );
}

function duplicate(one: NamedFile, other: NamedFile): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_DUPLICATE',
    `${one.file} and ${other.file} are one migration by their names. Rename one of them, or let the globs of ` +
      "'migrations' name either sources or compiled files.",
    { details: { files: [one.file, other.file] } },
  );
}

async function load({ file, name, extension }: NamedFile): Promise<LoadedMigration> {
  const text = await readFile(file, 'utf8');
  if (extension === 'cql') {
    const { up, down } = parseCqlMigration(text, file);
    return {
      ...{ name, file, kind: 'cql', up: { kind: 'cql', statements: up } },
      checksum: checksumOf(up),
      down: down === undefined ? undefined : { kind: 'cql', statements: down },
    };
  }
  const script = await loadScript(file);
  return {
    ...{ name, file, kind: extension.slice(-2), checksum: checksum([normalize(text)]) },
    up: scriptSteps(script, 'up') ?? NOTHING,
    down: scriptSteps(script, 'down'),
  };
}

const NOTHING: MigrationSteps = { kind: 'cql', statements: [] };

/** Of what is run alone: comments, and how it is undone, may be changed. */
function checksumOf(statements: readonly SplitStatement[]): string {
  return checksum(statements.map(({ cql }) => cql));
}

function scriptSteps(script: Migration, direction: 'up' | 'down'): MigrationSteps | undefined {
  const run = script[direction]?.bind(script);
  return run === undefined ? undefined : { kind: 'script', run };
}

/** Line ends change with the check-out, and the last line of a compiled file with its place. */
function normalize(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/^\/\/# sourceMappingURL=.*$/gm, '')
    .trimEnd();
}
