import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { usageError } from '../cli-error';

/** Where an import comes from. */
export interface Source {
  readonly stream: Readable;
  /** Bytes of the file; undefined for stdin. */
  readonly size: number | undefined;
  /** Bytes of it that were read. */
  readonly read: () => number;
  readonly close: () => void;
}

/** @throws CliError when there is no such file. */
export async function openSource(file: string, isGzip: boolean, stdin: NodeJS.ReadStream): Promise<Source> {
  if (file === '-') return { stream: stdin, size: undefined, read: () => 0, close: () => stdin.destroy() };
  const found = await stat(file).catch((error: unknown) => {
    throw usageError(`${file} cannot be read: there is no such file.`, 'Name a file, or - for stdin.', error);
  });
  if (found.isDirectory()) throw usageError(`${file} is a folder.`, 'Name a file, or - for stdin.');
  const input = createReadStream(file);
  const read = (): number => input.bytesRead;
  const close = (): void => void input.destroy();
  if (!isGzip) return { stream: input, size: found.size, read, close };
  const stream = createGunzip();
  input.on('error', (error) => stream.destroy(error));
  return { stream: input.pipe(stream), size: found.size, read, close };
}
