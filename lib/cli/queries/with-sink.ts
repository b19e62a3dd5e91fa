import pico from 'picocolors';
import type { CommandContext } from '../command';
import { fileSink, type Sink } from '../output/sink';
import type { TableStyle } from '../output/table';

/** Works on stdout or on a file, which appears only when the work is complete. */
export async function withSink(
  file: string | undefined,
  { io, signal }: CommandContext,
  work: (sink: Sink) => Promise<void>,
): Promise<void> {
  const sink = file === undefined ? io.stdout : await fileSink(file, signal);
  try {
    await work(sink);
  } catch (error) {
    await sink.discard();
    throw error;
  }
  await sink.close();
}

/** A file gets plain text of any width. */
export function styleOf({ io }: CommandContext, sink: Sink): TableStyle {
  return sink === io.stdout ? io.style : { colors: pico.createColors(false), width: undefined };
}
