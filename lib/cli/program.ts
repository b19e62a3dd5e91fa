import type { Argv, Options } from 'yargs';
import { closest, didYouMean } from '../suggest';
import { usageError } from './cli-error';
import { type Command, type CommandContext, type CommandGroup, isGroup } from './command';
import { COMMANDS } from './commands/all';
import { EXIT, type ExitCode } from './exit-code';
import { GLOBAL_OPTIONS } from './global-options';
import { expandShortForm } from './short-form';

type OptionTable = Readonly<Record<string, Options>>;

const WIDEST_HELP = 100;

/** Every command that runs; groups only hold others. */
const ALL: readonly Command<never>[] = COMMANDS.flatMap((command) => (isGroup(command) ? command.commands : [command]));

/** Reads the command line and runs what it asks for. */
export async function runProgram(argv: readonly string[], context: CommandContext): Promise<ExitCode> {
  const names = commandNames();
  const { argv: expanded, word, isStray } = expandShortForm(argv, names, valueFlags());
  let exitCode: ExitCode = EXIT.ok;
  const parser = await createParser(expanded, context, (code) => (exitCode = code));
  const wantsHelp = argv.some((argument) => ['--help', '-h', '--version'].includes(argument));
  if (word === undefined && !wantsHelp) {
    context.io.error(await parser.getHelp());
    return EXIT.usage;
  }
  if (word !== undefined && isStray && !wantsHelp) {
    const hint = `For an entity: caspy ${word} get|filter|count|exists|insert|update|delete.`;
    throw usageError(`There is no command '${word}'.${didYouMean(word, names)}`, hint);
  }
  await parser.parseAsync();
  return exitCode;
}

async function createParser(
  argv: readonly string[],
  context: CommandContext,
  done: (code: ExitCode) => void,
): Promise<Argv> {
  const { default: yargs } = await import('yargs');
  const parser = yargs([...argv])
    .scriptName('caspy')
    .usage('$0 <command>\n$0 <entity> get|filter|count|exists|insert|update|delete [--filter field=value]')
    .parserConfiguration({
      'dot-notation': false,
      'boolean-negation': false,
      'greedy-arrays': false,
      'parse-positional-numbers': false,
    })
    .detectLocale(false)
    .options(GLOBAL_OPTIONS)
    .strict()
    .recommendCommands()
    .demandCommand(1)
    .help()
    .alias('help', 'h')
    .version(context.version)
    .wrap(Math.min(WIDEST_HELP, context.io.style.width ?? WIDEST_HELP))
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message, error) => {
      throw isYargs(error) ? describeUsage(message) : error;
    })
    .check((args) => checkValues(args, { ...GLOBAL_OPTIONS }), true);
  for (const command of COMMANDS) register(parser, command, context, done);
  return parser;
}

function register(
  parser: Argv,
  command: Command<never> | CommandGroup,
  context: CommandContext,
  done: (code: ExitCode) => void,
): void {
  if (isGroup(command)) {
    parser.command(command.command, command.describe, (yargs) => {
      for (const member of command.commands) register(yargs, member, context, done);
      const names = command.commands.map((member) => member.command.split(' ', 1)[0]);
      const message = `Say what to do: caspy ${command.command} ${names.join('|')}.`;
      return yargs.usage(`$0 ${command.command} <command>`).demandCommand(1, message);
    });
    return;
  }
  parser.command(
    command.command,
    command.describe,
    (yargs) => {
      const withOptions = yargs.options(command.options).check((args) => checkValues(args, command.options));
      return command.builder?.(withOptions) ?? withOptions;
    },
    async (args) => {
      // yargs has read the arguments by the command's own table of options.
      done(await command.run(args as never, context));
    },
  );
}

/** yargs makes a list of an option that is given twice, and NaN of a text that is no number. */
function checkValues(args: Readonly<Record<string, unknown>>, options: OptionTable): true {
  for (const [name, { array, type }] of Object.entries(options)) {
    const value = args[name];
    if (Array.isArray(value) && array !== true) throw usageError(`--${name} is given twice.`, 'Give it once.');
    if (type === 'number' && Number.isNaN(value)) throw usageError(`--${name} is no number.`, `Write --${name} 10.`);
  }
  return true;
}

/** Errors of caspy and of the command pass through; what yargs itself says is worded anew. */
function isYargs(error: Error | undefined): boolean {
  return error === undefined || error.name === 'YError';
}

function describeUsage(message: string): Error {
  const unknown = /^Unknown arguments?: (?<names>.+)$/.exec(message)?.groups?.names;
  const [name = ''] = unknown?.split(', ') ?? [];
  const flags = ALL.flatMap(({ options }) => Object.keys(options)).concat(Object.keys(GLOBAL_OPTIONS));
  const near = unknown === undefined ? undefined : closest(name, flags);
  const guess = near === undefined ? '' : ` Did you mean --${near}?`;
  const [first = message, ...rest] = message.split('\n').filter((line) => line.trim() !== '');
  const text = [first, ...rest.map((line) => line.trim())].join(' ');
  return usageError(`${text}${/[.?!]$/.test(text) ? '' : '.'}${guess}`, 'See `caspy --help`.');
}

function commandNames(): ReadonlySet<string> {
  return new Set(COMMANDS.map(({ command }) => command.split(' ', 1)[0] ?? command));
}

/** Flags whose value is the next argument. */
function valueFlags(): ReadonlySet<string> {
  const tables: readonly OptionTable[] = [GLOBAL_OPTIONS, ...ALL.map(({ options }) => options)];
  const flags = tables.flatMap((table) =>
    Object.entries(table)
      .filter(([, { type }]) => type !== 'boolean')
      .flatMap(([name, { alias }]) => [`--${name}`, ...[alias ?? []].flat().map((letter) => `-${letter}`)]),
  );
  return new Set(flags);
}
