import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../command';
import { escapeControls } from '../output/escape';
import type { Sink } from '../output/sink';
import { textWidth } from '../output/text-width';
import { wrapText } from '../output/wrap-text';

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const CLEAR_ALL = '\u001b[2J';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/** One round of what is watched, written to the sink. */
export type Round = (context: CommandContext, sink: Sink) => Promise<void>;

/**
 * Repeats the round until the user interrupts: on a terminal in place, in a pipe as blocks with an empty line between.
 * The notes of a round would stand in the way of the next one, so there are none.
 */
export async function watch(title: string, pause: number, context: CommandContext, round: Round): Promise<void> {
  const { io, signal } = context;
  const { isTerminal } = io.stdout;
  if (isTerminal) await io.stdout.write(HIDE_CURSOR + CLEAR_ALL);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const text = await textOf(context, round);
      const block = isFirst ? text : `\n${text}`;
      await io.stdout.write(isTerminal ? frame(title, text, context) : block);
      await sleep(pause, undefined, { signal });
    }
  } finally {
    if (isTerminal) await io.stdout.write(`\n${SHOW_CURSOR}`);
  }
}

async function textOf(context: CommandContext, round: Round): Promise<string> {
  const { io } = context;
  const width = io.host.stdout.columns;
  const parts: string[] = [];
  const sink: Sink = {
    isTerminal: io.stdout.isTerminal,
    write: (text) => {
      parts.push(text);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
  const silent = {
    ...io,
    stdout: sink,
    style: { ...io.style, width: io.style.width === undefined ? undefined : width },
    note: () => undefined,
    notice: () => undefined,
    progress: () => Promise.resolve({ stop: () => undefined }),
  };
  await round({ ...context, io: silent }, sink);
  return parts.join('');
}

/** What is above the last line of the screen stays; the rest of a long answer is counted. */
function frame(title: string, text: string, { io }: CommandContext): string {
  const { colors, width = 80 } = io.style;
  const height = Math.max(4, io.host.stdout.rows || 24);
  const lines = text.replace(/\n$/, '').split('\n');
  const room = height - 3;
  const shown =
    lines.length > room ? [...lines.slice(0, room - 1), colors.dim(`… ${lines.length - room + 1} more lines`)] : lines;
  const time = new Date().toLocaleTimeString('en-GB');
  const [left = ''] = wrapText(escapeControls(title), Math.max(1, width - time.length - 2), 1);
  const head = colors.dim(`${left}${' '.repeat(Math.max(1, width - textWidth(left) - time.length))}${time}`);
  return HOME + [head, '', ...shown].map((line) => `${line}${CLEAR_LINE}`).join('\n') + CLEAR_BELOW;
}
