import { declinedError } from '../cli-error';
import type { CommandContext } from '../command';
import { ask } from '../prompt';

/**
 * Asks before something is lost; what it is has been shown by then.
 *
 * @throws CliError when the answer is no, or when nobody can be asked and `--force` does not stand there.
 */
export async function requireConsent(
  { io, signal }: CommandContext,
  question: string,
  declined: string,
  isForced: boolean,
): Promise<void> {
  if (isForced) return;
  if (!io.canAsk) throw declinedError(`${declined}: this is no terminal, so nobody can be asked.`, 'Add --force.');
  const answer = await ask(io.host, `${io.errorColors.bold(question)} [y/N] `, signal);
  if (!/^y(es)?$/i.test(answer.trim())) throw declinedError(`${declined}.`);
}
