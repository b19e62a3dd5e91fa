import { open } from 'node:fs/promises';

const windowSize = 64 * 1024;
const longestLine = 500;

/** The last lines of a text, each cut to a length that a terminal can show. */
export function tailOf(text: string, lines: number): string {
  const cut = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
  return text.trimEnd().split('\n').slice(-lines).map(cut).join('\n');
}

/** The last lines of a file; empty when there is no file. */
export async function lastLines(path: string, lines: number): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - windowSize);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(windowSize), 0, windowSize, start);
    return tailOf(buffer.subarray(0, bytesRead).toString('utf8'), lines);
  } finally {
    await file.close();
  }
}
