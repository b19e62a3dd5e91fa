import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DataSourceOptions } from '../../data-source/options';
import type { CliError } from '../cli-error';
import { usageError } from '../cli-error';

/** jiti's own compiler refuses the fields of decorated classes in TypeScript. */
const DECORATED = /Definitely assigned fields|declare' fields|decorators|initialized here/i;

/**
 * The options that a config file exports by default, or that the function there answers. Globs start at its folder.
 *
 * @throws CliError when the file cannot be loaded or exports something else.
 */
export async function loadConfig(file: string): Promise<DataSourceOptions> {
  const exported = await importConfig(file);
  const options: unknown = isFunction(exported) ? await callConfig(file, exported) : exported;
  if (!isOptions(options)) {
    throw usageError(
      `${file} exports no options by default.`,
      `Write: export default { contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1', … } satisfies CaspyConfig;`,
    );
  }
  const folder = dirname(file);
  return { ...options, baseDirectory: resolve(folder, options.baseDirectory ?? '.') };
}

async function importConfig(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(file, { fsCache: cacheFolder(dirname(file)) });
  try {
    return await jiti.import(file, { default: true });
  } catch (error) {
    throw loadError(file, error);
  }
}

/**
 * Compiling the config takes longer than everything else that the command does before it connects. Compiled files go
 * into the project only: a folder for temporary files may be open to other users, who could put code there.
 */
function cacheFolder(folder: string): string | false {
  const packages = join(folder, 'node_modules');
  if (existsSync(packages)) return join(packages, '.cache', 'caspy');
  return folder === dirname(folder) ? false : cacheFolder(dirname(folder));
}

async function callConfig(file: string, config: () => unknown): Promise<unknown> {
  try {
    return await config();
  } catch (error) {
    throw loadError(file, error);
  }
}

function loadError(file: string, error: unknown): CliError {
  const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
  if (DECORATED.test(reason)) {
    return usageError(
      `${file} imports entity classes as TypeScript, which cannot be compiled here.`,
      `Name compiled files by a glob instead: entities: ['dist/**/*.entity.js'].`,
      error,
    );
  }
  return usageError(`${file} could not be loaded: ${reason}`, 'Add --verbose to see where.', error);
}

function isOptions(value: unknown): value is DataSourceOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFunction(value: unknown): value is () => unknown {
  return typeof value === 'function';
}
