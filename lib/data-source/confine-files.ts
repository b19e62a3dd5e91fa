import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ConfigurationError } from '../errors';

/** `https://…`, `file:…`, `data:…`, `\\server\share` and `//server/share`; a letter alone is a drive of Windows. */
const REMOTE = /^(?:[a-z][\w+.-]+:|\\\\|\/\/)/i;

/** The nearest folder upwards with a package.json; the folder itself where there is none. */
export function projectRoot(directory: string): string {
  const start = resolve(directory);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}

/**
 * Files that are loaded are run, so a pattern leads to files of this machine, and a relative one to files of the
 * project. Who means files elsewhere says so by an absolute path. Links are followed.
 *
 * @throws ConfigurationError for anything else, before a file is loaded.
 */
export function confineFiles(pattern: string, files: readonly string[], baseDirectory: string): readonly string[] {
  if (REMOTE.test(pattern)) {
    throw new ConfigurationError(`'${pattern}' is no path of this machine. Files are loaded from the project only.`);
  }
  if (isAbsolute(pattern)) return files;
  const root = projectRoot(baseDirectory);
  const outside = files.find((file) => isOutside(root, file));
  if (outside === undefined) return files;
  throw new ConfigurationError(
    `'${pattern}' leads to ${outside}, outside the project ${root}, and loading a file runs it. ` +
      'Write an absolute path if that is meant.',
  );
}

function isOutside(root: string, file: string): boolean {
  const path = relative(root, resolve(file));
  return path === '..' || path.startsWith('../') || path.startsWith('..\\') || isAbsolute(path);
}
