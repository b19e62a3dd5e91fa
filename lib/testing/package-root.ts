import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unusable } from './errors';

function isPackageRoot(folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof content === 'object' && content !== null && 'name' in content && content.name === 'caspy';
}

/**
 * The folder of the installed package. Source files and compiled files lie at different depths below it, and both
 * need `docker/`.
 */
export function findPackageRoot(start: string = __dirname): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isPackageRoot(folder)) return folder;
    if (folder === dirname(folder)) break;
  }
  throw unusable(`No package.json of caspy was found above ${start}; is the package installed completely?`);
}
