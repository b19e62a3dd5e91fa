import { createInterface } from 'node:readline';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { createEvaluator, fillContext, INCOMPLETE, silentServer } from './create-evaluator';
import { DOT_COMMANDS } from './dot-commands';
import { renderValue } from './render-value';
import type { ShellSession } from './shell-session';

/** Runs what comes through a pipe, without prompts. The first error ends it: what follows may depend on it. */
export async function runScript(session: ShellSession, { io, signal }: CommandContext): Promise<void> {
  const server = silentServer();
  try {
    await fillContext(server, session);
    const evaluate = createEvaluator(session, server);
    let pending = '';
    const run = async (isLast: boolean): Promise<void> => {
      const value = await session.inTurn(() => evaluate(pending, isLast));
      if (value === INCOMPLETE) return;
      pending = '';
      if (value !== undefined) await io.stdout.write(`${renderValue(value, io.style)}\n`);
    };
    for await (const line of createInterface({ input: io.host.stdin })) {
      signal.throwIfAborted();
      if (pending === '' && line.startsWith('.')) {
        if (line.trim() === '.exit') return;
        await runDotCommand(session, line);
        continue;
      }
      pending += `${line}\n`;
      await run(false);
    }
    if (pending.trim() !== '') await run(true);
  } finally {
    server.close();
  }
}

async function runDotCommand(session: ShellSession, line: string): Promise<void> {
  const [name = '', ...rest] = line.slice(1).split(' ');
  const command = DOT_COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    throw usageError(
      `There is no command .${name}.`,
      `There are ${DOT_COMMANDS.map((each) => `.${each.name}`).join(', ')}.`,
    );
  }
  await session.inTurn(() => command.run(session, rest.join(' ')));
}
