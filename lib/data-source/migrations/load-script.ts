import { MigrationError } from '../../errors';
import type { Migration } from '../../schema/migrations/migration';
import { importFile } from '../load-entities';

/**
 * The migration that a script exports, as a class, as an object with `up`, or as functions named `up` and `down`. TypeScript is compiled by jiti, which cannot
 * do that to decorated classes: migrations that need entities are loaded compiled, as entities are.
 *
 * @throws MigrationError when the file cannot be loaded, or exports none or several.
 */
export async function loadScript(file: string): Promise<Migration> {
  const exported = await importScript(file);
  const found = [...new Set(candidates(exported))].flatMap(migrationOf);
  const [migration, ...others] = found;
  if (migration !== undefined && others.length === 0) return migration;
  const count = found.length === 0 ? 'nothing with a method up()' : `${found.length} things with a method up()`;
  throw invalid(file, `exports ${count}. Export one class: export class … implements Migration.`);
}

async function importScript(file: string): Promise<Record<string, unknown>> {
  try {
    if (!/\.[cm]?ts$/.test(file)) return await importFile(file);
    const { createJiti } = await import('jiti');
    return await createJiti(file, { fsCache: false }).import<Record<string, unknown>>(file);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw invalid(file, `could not be loaded: ${reason}`, error);
  }
}

function candidates(exported: Readonly<Record<string, unknown>>): unknown[] {
  // The module itself, when it exports functions named up and down.
  const values = [exported, ...Object.values(exported)];
  // An ES module that was compiled to CommonJS may have its default one level deeper.
  const inner = values.flatMap((value) => (isObject(value) && 'default' in value ? [value.default] : []));
  return [...values, ...inner];
}

function migrationOf(value: unknown): Migration[] {
  if (typeof value === 'function' && isMigration(value.prototype)) {
    const Constructor = value as new () => Migration;
    return [new Constructor()];
  }
  return isMigration(value) ? [value] : [];
}

function isMigration(value: unknown): value is Migration {
  return isObject(value) && typeof value.up === 'function';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function invalid(file: string, what: string, cause?: unknown): MigrationError {
  return new MigrationError('CASPY_MIGRATION_FILE', `${file} ${what}`, { cause, details: { file } });
}
