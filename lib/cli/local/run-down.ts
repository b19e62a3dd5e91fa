import { stopBackground } from '../../testing/background/stop-background';
import { declinedError } from '../cli-error';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import { escapeJson } from '../output/escape';
import { jsonText } from '../output/json-value';
import { ask } from '../prompt';

/** `caspy down`. Where nothing runs there is nothing to do, which is not an error. */
export async function runDown(
  args: { readonly purge?: boolean | undefined; readonly force?: boolean | undefined },
  context: CommandContext,
): Promise<ExitCode> {
  const { io } = context;
  const purge = args.purge === true;
  if (purge && args.force !== true) await confirm(context);
  const progress = await io.progress('Stopping Cassandra');
  const { cluster, purged } = await stopBackground({ purge }).finally(() => progress.stop());
  if (io.json) await io.stdout.write(`${escapeJson(jsonText({ stopped: cluster ?? null, purged }))}\n`);
  io.notice(cluster === undefined ? 'Nothing was up.' : `Stopped ${cluster.nodes === 1 ? 'the node' : 'three nodes'}.`);
  for (const folder of purged) io.notice(`Removed ${folder}.`);
  if (cluster?.folder != null && !purge) io.note(`The data stays in ${cluster.folder}; --purge removes it.`);
  return EXIT.ok;
}

async function confirm({ io, signal }: CommandContext): Promise<void> {
  const what = 'the data of every local Cassandra that caspy up has started';
  if (!io.canAsk) {
    throw declinedError(`--purge removes ${what}: this is no terminal, so nobody can be asked.`, 'Add --force.');
  }
  const { bold, yellow } = io.errorColors;
  io.error(`${bold(yellow('Remove'))} ${what}`);
  const answer = await ask(io.host, 'Really? [y/N] ', signal);
  if (!/^y(es)?$/i.test(answer.trim())) throw declinedError('Nothing was stopped or removed.');
}
