import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Host } from './output/io';

/** Asks on stderr, so that stdout stays data. The end of the input is an empty answer. */
export async function ask({ stdin, stderr }: Host, question: string, signal: AbortSignal): Promise<string> {
  // Not as a terminal of readline: the system edits the line, and Ctrl-C stays a signal.
  const reader = createInterface({ input: stdin, output: stderr, terminal: false });
  return answer(reader, question, signal);
}

/** Asks without showing what is typed. */
export async function askHidden({ stdin, stderr }: Host, question: string, signal: AbortSignal): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, output: nowhere, terminal: true });
  // After the reader, which turns the echo off: whoever answers at once must not be shown.
  stderr.write(question);
  // Here readline reads the keys itself, and makes the signal of Ctrl-C an event.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await answer(reader, '', signal);
  } finally {
    stderr.write('\n');
  }
}

async function answer(reader: Interface, question: string, signal: AbortSignal): Promise<string> {
  try {
    const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
    return await Promise.race([reader.question(question, { signal }), closed]);
  } finally {
    reader.close();
  }
}
