import { relative } from 'node:path';
import { escapeControls } from '../output/escape';
import type { Io } from '../output/io';
import { jsonText } from '../output/json-value';

/** The path of a new file, for people and for `$EDITOR "$(caspy migration create …)"`. */
export async function printFile(io: Io, file: string): Promise<void> {
  const path = relative(io.host.cwd(), file);
  await io.stdout.write(io.json ? `${jsonText({ file: path })}\n` : `${escapeControls(path)}\n`);
}
