import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { confineFiles } from '../../data-source/confine-files';
import { usageError } from '../cli-error';

const COMPILED = '{js,cjs,mjs}';

/**
 * The globs that CASPY_MODELS_PATH stands for: globs and paths of compiled files as they are, a module by its name or
 * its path, a folder without an index file by its `*.entity.js`. Several are separated by commas. A dotted name such as
 * `examples.cli_demo` is read as a path too, with `_` or `-` in it.
 *
 * @throws CliError when a part leads nowhere.
 * @throws ConfigurationError when a relative part leads out of the project.
 */
export function readModelsPath(text: string, directory: string): string[] {
  const parts = splitParts(text);
  return parts.map((part) => {
    if (/[*?{}[\]!]/.test(part)) return part;
    const candidates = [part, part.replaceAll('.', '/'), part.replaceAll('.', '/').replaceAll('_', '-')];
    const found = [...new Set(candidates)].map((path) => locate(path, directory)).find((path) => path !== undefined);
    if (found !== undefined) return part.startsWith('..') ? confined(part, found, directory) : found;
    throw usageError(
      `CASPY_MODELS_PATH: '${part}' is neither a file, a module nor a folder below ${directory}.`,
      'Name compiled entities: dist/**/*.entity.js',
    );
  });
}

/** A path that begins with `..` may not leave the project; modules that stand in folders above have names. */
function confined(part: string, glob: string, directory: string): string {
  confineFiles(part, [resolve(directory, part)], directory);
  return glob;
}

/** By commas, except those inside the braces of a glob. */
function splitParts(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ',' && depth <= 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function locate(path: string, directory: string): string | undefined {
  const require = createRequire(join(directory, 'noop.js'));
  const full = join(directory, path);
  for (const request of [full, `${full}.cjs`, `${full}.mjs`, path]) {
    try {
      return asGlob(require.resolve(request), directory);
    } catch {
      // Not there, or no module by itself: the next one.
    }
  }
  const isFolder = statSync(full, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? `${asGlob(full, directory)}/**/*.entity.${COMPILED}` : undefined;
}

/** Globs are written with slashes, and characters that mean something there stand for themselves. */
function asGlob(path: string, directory: string): string {
  const short = relative(directory, path);
  return (short.startsWith('..') ? path : short)
    .split(sep)
    .join('/')
    .replaceAll(/[()[\]{}!*?]/g, '\\$&');
}
