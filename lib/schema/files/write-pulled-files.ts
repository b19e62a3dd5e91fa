import { lstat, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConfigurationError } from '../../errors';
import type { PulledFile } from '../pull/pull-entities';
import { writeFileAtomically } from './write-file-atomically';

/** What became of the files. */
export interface WrittenFiles {
  readonly written: readonly string[];
  /** Files that held the same text already. */
  readonly unchanged: readonly string[];
}

/**
 * Writes pulled files into a folder, which is made where it is missing. Each appears when it is complete. Without
 * `overwrite` nothing at all is written when one of them would replace a file with another text.
 *
 * @throws ConfigurationError, code `CASPY_FILE_EXISTS`, naming the files that are in the way.
 */
export async function writePulledFiles(
  folder: string,
  files: readonly PulledFile[],
  { overwrite = false }: { readonly overwrite?: boolean } = {},
): Promise<WrittenFiles> {
  const states = await Promise.all(files.map(async (file) => ({ file, state: await stateOf(folder, file) })));
  const inTheWay = states.filter(({ state }) => state === 'different').map(({ file }) => file.path);
  if (inTheWay.length > 0 && !overwrite) throw filesExist(folder, inTheWay);
  await mkdir(folder, { recursive: true });
  const pending = states.filter(({ state }) => state !== 'same').map(({ file }) => file);
  for (const { path, text } of pending) await write(folder, path, text, overwrite);
  return {
    written: pending.map(({ path }) => path),
    unchanged: states.filter(({ state }) => state === 'same').map(({ file }) => file.path),
  };
}

async function write(folder: string, path: string, text: string, overwrite: boolean): Promise<void> {
  try {
    await writeFileAtomically(join(folder, path), text, { overwrite });
  } catch (error) {
    // Somebody made it since it was looked for.
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') throw filesExist(folder, [path]);
    throw error;
  }
}

/** A folder, a link or a device in the place of a file is in the way, whatever it holds. */
async function stateOf(folder: string, { path, text }: PulledFile): Promise<'missing' | 'same' | 'different'> {
  if (path === '' || path !== basename(path) || path.startsWith('.') || path.includes('\\')) {
    throw new ConfigurationError(`A pulled file is called ${JSON.stringify(path)}, which would leave the folder.`);
  }
  const file = join(folder, path);
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return 'missing';
  return found.isFile() && (await readFile(file, 'utf8')) === text ? 'same' : 'different';
}

function filesExist(folder: string, paths: readonly string[]): ConfigurationError {
  const message = `In ${folder} there are files already, and nothing was overwritten: ${paths.join(', ')}.`;
  return new ConfigurationError(`${message} Allow it by 'overwrite', or name another folder.`, {
    code: 'CASPY_FILE_EXISTS',
    details: { folder, files: paths },
  });
}
