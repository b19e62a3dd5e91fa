import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Recoverable, type REPLServer, start } from 'node:repl';
import type { CommandContext } from '../command';
import { reportError } from '../report-error';
import { complete } from './complete';
import { createEvaluator, fillContext, INCOMPLETE } from './create-evaluator';
import { DOT_COMMANDS } from './dot-commands';
import { renderValue } from './render-value';
import type { ShellSession } from './shell-session';

type Callback = (error: Error | null, value?: unknown) => void;
type Completer = (line: string, done: (error: Error | null, result: unknown) => void) => void;

/** The shell on a terminal, until `.exit` or Ctrl-D. */
export async function runInteractive(session: ShellSession, { io, signal }: CommandContext): Promise<void> {
  const { keyspace } = session.dataSource;
  io.note(`CQL ends with ;  JavaScript knows await and the entities.  .help lists the commands.`);
  const server = start({
    prompt: keyspace === undefined ? 'caspy> ' : `caspy:${keyspace}> `,
    ...{ input: io.host.stdin, output: io.host.stdout, terminal: true },
    ...{ useColors: io.style.colors.isColorSupported, preview: false, ignoreUndefined: true },
    writer: (value: unknown) => renderValue(value, io.style),
  });
  const closed = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  signal.addEventListener('abort', () => server.close());
  await fillContext(server, session);
  const pending = { text: '' };
  replaceEvaluation(server, session, pending);
  addCommands(server, session);
  addCompletion(server, session, pending);
  keepHistory(server, io.host.env);
  server.on('SIGINT', () => session.interrupt());
  server.on('reset', () => (pending.text = ''));
  await closed;
}

function replaceEvaluation(server: REPLServer, session: ShellSession, pending: { text: string }): void {
  const evaluate = createEvaluator(session, server);
  const run = async (text: string, done: Callback): Promise<void> => {
    try {
      const value = await session.inTurn(() => evaluate(text));
      pending.text = value === INCOMPLETE ? text : '';
      if (value === INCOMPLETE) done(new Recoverable(new SyntaxError('The statement goes on.')));
      else done(null, value);
    } catch (error) {
      pending.text = '';
      reportError(session.io, error);
      done(null);
    }
  };
  Reflect.set(server, 'eval', (text: string, _context: object, _file: string, done: Callback) => void run(text, done));
}

function addCommands(server: REPLServer, session: ShellSession): void {
  for (const command of DOT_COMMANDS) {
    server.defineCommand(command.name, {
      help: command.help,
      action(argument: string) {
        this.clearBufferedCommand();
        void session
          .inTurn(() => command.run(session, argument))
          .catch((error: unknown) => reportError(session.io, error))
          .finally(() => this.displayPrompt());
      },
    });
  }
}

function addCompletion(server: REPLServer, session: ShellSession, pending: { readonly text: string }): void {
  const original = (Reflect.get(server, 'completer') as Completer).bind(server);
  const completer: Completer = (line, done) => {
    const found = complete(session, pending.text, line);
    if (found === undefined) original(line, done);
    else done(null, found);
  };
  Reflect.set(server, 'completer', completer);
}

/** Statements hold data: the file is the user's own, and an empty CASPY_HISTORY keeps none. */
function keepHistory(server: REPLServer, env: NodeJS.ProcessEnv): void {
  const state = env.XDG_STATE_HOME ?? '';
  const usual = join(state === '' ? join(homedir(), '.local/state') : state, 'caspy/history');
  const file = env.CASPY_HISTORY ?? usual;
  if (file === '') return;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch {
    // A shell without a history is better than none.
    return;
  }
  server.setupHistory(file, () => undefined);
}
