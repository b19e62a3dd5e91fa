import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { usageError } from '../cli-error';

/** File names of the config, the first that is there counts. */
export const CONFIG_NAMES: readonly string[] = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map(
  (extension) => `caspy.config.${extension}`,
);

/**
 * The path of the config file, undefined when there is none.
 *
 * @param given `--config` or CASPY_CONFIG: a file, or a folder that holds one of the usual names.
 * @throws CliError when a path was given and nothing is there.
 */
export function findConfig(directory: string, given: string | undefined): string | undefined {
  if (given === undefined) return lookIn(directory);
  if (/^[a-z][\w+.-]+:/i.test(given)) {
    throw usageError('--config and CASPY_CONFIG take a path, no URL: a config is run.', 'Name a file of this machine.');
  }
  const path = resolve(directory, given);
  const found = existsSync(path) && statSync(path).isDirectory() ? lookIn(path) : existingFile(path);
  if (found !== undefined) return found;
  throw usageError(`There is no config file ${path}.`, 'Check --config and CASPY_CONFIG.');
}

function lookIn(directory: string): string | undefined {
  return CONFIG_NAMES.map((name) => join(directory, name)).find((path) => existingFile(path) !== undefined);
}

function existingFile(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}
