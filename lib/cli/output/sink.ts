import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PipeClosedError, usageError } from '../cli-error';

/** Where data goes: stdout, or a file. */
export interface Sink {
  readonly isTerminal: boolean;
  /** Resolves when the text has been taken, so that a slow reader slows the query down. */
  write(text: string): Promise<void>;
  /** The data is complete. */
  close(): Promise<void>;
  /** The data is not complete and never will be. */
  discard(): Promise<void>;
}

/** @throws PipeClosedError, from `write`, when nobody reads any more. */
export function stdoutSink(stream: NodeJS.WriteStream): Sink {
  return {
    isTerminal: stream.isTTY,
    write: (text) => writeTo(stream, text),
    close: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

/**
 * A file that appears when it is complete: the data goes into a file beside it, which then takes its name. Devices and
 * pipes, which must not be replaced, are written as they are.
 *
 * @param signal ends the work; the file beside is then removed.
 * @throws CliError when the file cannot be written.
 */
export async function fileSink(file: string, signal: AbortSignal): Promise<Sink> {
  try {
    const target = await realpath(file).catch(() => file);
    const existing = await stat(target).catch(() => undefined);
    if (existing?.isDirectory() === true) throw new Error('it is a folder');
    if (existing !== undefined && !existing.isFile()) return streamSink(createWriteStream(target));
    const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
    const handle = await open(draft, 'wx', existing === undefined ? 0o666 : existing.mode);
    // At once: while a node hangs, the process ends before whoever waits for it could tidy up.
    signal.addEventListener('abort', () => void rm(draft, { force: true }).catch(() => undefined), { once: true });
    return streamSink(handle.createWriteStream(), draft, target);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`--output: ${file} cannot be written: ${reason}.`, 'Name a file in a folder that exists.', error);
  }
}

function streamSink(stream: WriteStream, draft?: string, target?: string): Sink {
  // Told to whoever writes next; without a listener it would end the process.
  stream.on('error', () => undefined);
  const end = async (): Promise<void> => {
    stream.end();
    if (!stream.closed) await once(stream, 'close');
  };
  return {
    isTerminal: false,
    write: (text) => writeTo(stream, text),
    close: async () => {
      await end();
      if (draft !== undefined && target !== undefined) await rename(draft, target);
    },
    discard: async () => {
      await end();
      if (draft !== undefined) await rm(draft, { force: true });
    },
  };
}

function writeTo(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(Reflect.get(error, 'code') === 'EPIPE' ? new PipeClosedError() : error);
    });
  });
}
