import type { Argv, InferredOptionTypes, Options } from 'yargs';
import type { ExitCode } from './exit-code';
import type { GlobalArgs } from './global-options';
import type { Io } from './output/io';

type OptionTable = Readonly<Record<string, Options>>;

/** What a command gets besides its arguments. */
export interface CommandContext {
  readonly io: Io;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly version: string;
}

/** One command: what yargs must know, and what it does. Heavy modules are imported inside `run`. */
export interface Command<P extends object = object, O extends OptionTable = OptionTable> {
  /** The command line as yargs writes it: `query <entity> [action]`. */
  readonly command: string;
  readonly describe: string;
  readonly options: O;
  /** Positionals and examples. */
  readonly builder?: (yargs: Argv) => Argv;
  run(args: P & InferredOptionTypes<O> & GlobalArgs, context: CommandContext): Promise<ExitCode>;
}

/** Commands under one word: `schema diff`, `schema sync`. */
export interface CommandGroup {
  readonly command: string;
  readonly describe: string;
  readonly commands: readonly Command<never>[];
}

/** Tells a group from a command that runs. */
export function isGroup(command: Command<never> | CommandGroup): command is CommandGroup {
  return 'commands' in command;
}

/** Checks a command without losing the types of its arguments. */
export function defineCommand<P extends object>() {
  return <const O extends OptionTable>(command: Command<P, O>): Command<P, O> => command;
}
