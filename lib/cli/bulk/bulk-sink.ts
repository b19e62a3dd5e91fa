import { open, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { usageError } from '../cli-error';
import { escapeControls } from '../output/escape';
import type { Sink } from '../output/sink';

/** Where an export goes. */
export interface BulkSink {
  /** Bytes that are in the file. */
  readonly bytes: number;
  /** Resolves when the text has been taken, so that a slow disk or reader slows the export down. */
  write(text: string): Promise<void>;
  /** The export is complete. */
  close(): Promise<void>;
  /** The export is not complete; what there is stays, to go on from. */
  abandon(): Promise<void>;
}

const compress = promisify(gzip);

/** stdout; a terminal must not obey what is in the data. */
export function pipeSink(stdout: Sink): BulkSink {
  return {
    bytes: 0,
    write: (text) => stdout.write(stdout.isTerminal ? escapeControls(text, '\n\t') : text),
    close: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}

/**
 * A file that takes its name when it is complete; until then it is called `<file>.partial`. Compressed, each write is a
 * gzip member of its own, so that the file can be cut behind any of them and gone on with.
 *
 * @param from bytes of the partial file to go on behind; undefined begins a new one.
 * @throws CliError when the file cannot be written, or is shorter than that.
 */
export async function partialFile(file: string, isGzip: boolean, from: number | undefined): Promise<BulkSink> {
  const draft = `${file}.partial`;
  const handle = await open(draft, from === undefined ? 'w' : 'r+').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = from === undefined ? 'Name a file in a folder that exists.' : 'Start without --resume.';
    throw usageError(`${draft} cannot be written: ${reason}.`, hint, error);
  });
  let bytes = from ?? 0;
  if (from !== undefined) {
    const { size } = await handle.stat();
    if (size < from) {
      await handle.close();
      throw usageError(`${draft} is shorter than its checkpoint says.`, 'Start without --resume.');
    }
    await handle.truncate(from);
  }
  return {
    get bytes() {
      return bytes;
    },
    write: async (text) => {
      const content = isGzip ? await compress(text) : Buffer.from(text);
      await handle.write(content, 0, content.length, bytes);
      bytes += content.length;
    },
    close: async () => {
      await handle.sync();
      await handle.close();
      await rename(draft, file);
    },
    abandon: async () => {
      await handle.close();
      if (bytes === 0) await rm(draft, { force: true });
    },
  };
}
