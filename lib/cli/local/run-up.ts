import { startBackground } from '../../testing/background/start-background';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import { printFacts } from '../output/print-facts';

/** `caspy up`. Twice is as good as once. */
export async function runUp(
  args: { readonly nodes?: number | undefined; readonly source?: string | undefined },
  { io, signal }: CommandContext,
): Promise<ExitCode> {
  let progress = await io.progress('Looking for Docker or Java');
  const show = (message: string): void => {
    progress.stop();
    void io.progress(message).then((next) => (progress = next));
  };
  const { cluster, isNew } = await startBackground({
    nodes: args.nodes === 3 ? 3 : 1,
    source: args.source === 'docker' || args.source === 'java' ? args.source : undefined,
    onProgress: show,
    signal,
  }).finally(() => progress.stop());
  const { contactPoints, port, localDataCenter, nodes, version, source, folder } = cluster;
  await printFacts(io, {
    ...{ contactPoints: contactPoints.map((address) => `${address}:${port}`), localDataCenter },
    ...{ nodes, cassandra: version, source, data: folder, startedNow: isNew },
  });
  const points = contactPoints.map((address) => `'${address}'`).join(', ');
  const portText = port === 9042 ? '' : ` port: ${port},`;
  io.note(`For caspy.config.ts: contactPoints: [${points}],${portText} localDataCenter: '${localDataCenter}',`);
  io.note(isNew ? 'Stop it by caspy down.' : 'It was up already.');
  return EXIT.ok;
}
