import pico from 'picocolors';
import type { Colors } from 'picocolors/types';
import { escapeControls } from './escape';
import type { Sink } from './sink';
import { stdoutSink } from './sink';

/** The part of `process` that the command talks to. */
export type Host = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'cwd'>;

/** What was asked of the output, before anything else is known. */
export interface OutputFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
}

/** Something is being waited for; shown on a terminal only. */
export interface Progress {
  stop(): void;
}

/** Everything that the command writes. stdout carries data only. */
export interface Io extends OutputFlags {
  readonly host: Host;
  readonly stdout: Sink;
  /** Colours and width of stdout; without a width it is no terminal. */
  readonly style: { readonly colors: Colors; readonly width: number | undefined };
  readonly errorColors: Colors;
  /** Somebody is there who can answer a question. */
  readonly canAsk: boolean;
  /** Good to know, for people: on a terminal, and without `--quiet`. */
  note(text: string): void;
  /** Changes what the data means: always, except with `--quiet`. */
  notice(text: string): void;
  /** Always. */
  error(text: string): void;
  progress(text: string): Promise<Progress>;
}

const NARROWEST = 20;

export function createIo(host: Host, flags: OutputFlags): Io {
  const { stdin, stdout, stderr, env } = host;
  // A closed pipe is told to whoever writes; as an event it would end the process.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const errorColors = pico.createColors(hasColors(stderr, env, flags));
  const write = (text: string): void => void stderr.write(`${text}\n`);
  return {
    ...flags,
    host,
    stdout: stdoutSink(stdout),
    style: {
      colors: pico.createColors(hasColors(stdout, env, flags)),
      width: stdout.isTTY ? Math.max(NARROWEST, stdout.columns || 80) : undefined,
    },
    errorColors,
    canAsk: stdin.isTTY && stderr.isTTY,
    note: (text) => {
      if (stderr.isTTY && !flags.quiet) write(errorColors.dim(escapeControls(text, '\n')));
    },
    notice: (text) => {
      if (!flags.quiet) write(escapeControls(text, '\n'));
    },
    error: write,
    progress: (text) => spin(text, stderr, flags),
  };
}

/** NO_COLOR and `--no-color` win over FORCE_COLOR, which wins over what the stream is. */
export function hasColors(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv,
  { noColor }: Pick<OutputFlags, 'noColor'>,
): boolean {
  if (noColor || (env.NO_COLOR ?? '') !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

async function spin(text: string, stream: NodeJS.WriteStream, flags: OutputFlags): Promise<Progress> {
  if (!stream.isTTY || flags.quiet || flags.json) return { stop: () => undefined };
  const { default: ora } = await import('ora');
  // Ctrl-C must stay a signal, so stdin is left alone.
  return ora({
    text: escapeControls(text),
    stream,
    discardStdin: false,
    color: flags.noColor ? false : 'cyan',
  }).start();
}
