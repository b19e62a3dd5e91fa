import { setTimeout as sleep } from 'node:timers/promises';
import { isKeyspaceName } from '../../session/validate-request';
import type { CommandContext } from '../command';
import { listOf } from '../config/resolve-options';
import type { InitAnswers } from './templates';

const SIGNAL_TIME = 1000;

/** Asks on a terminal, with the defaults as what Enter means. */
export async function askAnswers(defaults: InitAnswers, { io, signal }: CommandContext): Promise<InitAnswers> {
  const { input } = await import('@inquirer/prompts');
  // Questions go to stderr like everything that is no data.
  const context = { signal, input: io.host.stdin, output: io.host.stderr };
  try {
    const points = await input({ message: 'Contact points', default: defaults.contactPoints.join(', ') }, context);
    const localDataCenter = await input({ message: 'Local data centre', default: defaults.localDataCenter }, context);
    const keyspace = await input(
      {
        message: 'Keyspace',
        default: defaults.keyspace,
        validate: (name) => isKeyspaceName(name) || 'A name of 1 to 48 letters, digits or underscores',
      },
      context,
    );
    return { ...defaults, contactPoints: listOf(points) ?? defaults.contactPoints, localDataCenter, keyspace };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') {
      // The prompt reads the keys itself; Ctrl-C shall be the signal that it is elsewhere.
      process.kill(process.pid, 'SIGINT');
      // Also keeps the process alive until the signal has come.
      await sleep(SIGNAL_TIME, undefined, { signal }).catch(() => undefined);
    }
    throw error;
  }
}
