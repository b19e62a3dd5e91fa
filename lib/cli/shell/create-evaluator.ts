import { EventEmitter } from 'node:events';
import { Recoverable, type REPLServer, start } from 'node:repl';
import { PassThrough } from 'node:stream';
import { entityObjects } from './entity-objects';
import type { ShellSession } from './shell-session';
import { isCql, splitStatements } from './split-statements';

/** A text that goes on in the next line. */
export const INCOMPLETE = Symbol('incomplete');

/** Runs a text, CQL or JavaScript; answers the value of JavaScript, or that the text is not complete. */
export type Evaluate = (text: string, isLast?: boolean) => Promise<unknown>;

type Evaluation = (this: REPLServer, code: string, context: object, file: string, done: Done) => void;
type Done = (error: Error | null, value: unknown) => void;

/** A REPL that reads nothing by itself: its evaluation knows await, and what is declared stays. */
export function silentServer(): REPLServer {
  return start({ prompt: '', input: new PassThrough(), output: new PassThrough().resume(), terminal: false });
}

/** Puts the entities, the data source and the operators of the library into the reach of JavaScript. */
export async function fillContext(server: REPLServer, { dataSource }: ShellSession): Promise<void> {
  const library = Object.entries(await import('../../index.js')).filter(([name]) =>
    /^[A-Z]|^cql$|^toPlain$/.test(name),
  );
  Object.assign(server.context, Object.fromEntries(library), { dataSource }, entityObjects(dataSource));
}

/** Evaluates with the REPL's own evaluation where the text is no CQL. */
export function createEvaluator(session: ShellSession, server: REPLServer): Evaluate {
  const evaluate = server.eval as Evaluation;
  const failures = watchFailures(server);
  return async (text, isLast = false) => {
    if (text.trim() === '') return undefined;
    if (isCql(text)) {
      const { statements, rest } = splitStatements(text);
      if (rest !== '' && !isLast) return INCOMPLETE;
      for (const statement of rest === '' ? statements : [...statements, rest.trim()]) await session.runCql(statement);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      failures.tell = reject;
      evaluate.call(server, text, server.context, 'caspy', (error, value) => {
        if (error === null) resolve(value);
        else if (error instanceof Recoverable && !isLast) resolve(INCOMPLETE);
        else reject(error instanceof Recoverable ? error.err : error);
      });
    });
  };
}

/**
 * Up to Node 24 what JavaScript throws goes to the REPL's domain, which prints it and calls nobody back; so do errors
 * of callbacks that nobody waits for.
 */
function watchFailures(server: REPLServer): { tell: (error: unknown) => void } {
  const failures = { tell: (): void => undefined } as { tell: (error: unknown) => void };
  const domain: unknown = Reflect.get(server, '_domain');
  if (domain instanceof EventEmitter) {
    domain.removeAllListeners('error');
    domain.on('error', (error: unknown) => failures.tell(error));
  }
  return failures;
}
