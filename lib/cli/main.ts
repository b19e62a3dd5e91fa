import { setMaxListeners } from 'node:events';
import { PipeClosedError } from './cli-error';
import { EXIT, type ExitCode } from './exit-code';
import { onInterrupt } from './interrupt';
import { createIo, type Host } from './output/io';
import { readOutputFlags } from './output-flags';
import { reportError } from './report-error';
import { versionOf } from './version';

/** The `caspy` command: runs what the arguments ask for and answers the exit code. Never ends the process itself. */
export async function main(argv: readonly string[], host: Host = process): Promise<ExitCode> {
  const controller = new AbortController();
  // Every request that is on its way listens to it.
  setMaxListeners(0, controller.signal);
  const stopListening = onInterrupt(controller);
  const io = createIo(host, readOutputFlags(argv));
  try {
    const { runProgram } = await import('./program.js');
    const code = await runProgram(argv, { io, signal: controller.signal, version: versionOf('caspy') ?? 'unknown' });
    return controller.signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (controller.signal.aborted) return EXIT.interrupted;
    if (error instanceof PipeClosedError) return EXIT.ok;
    return reportError(io, error);
  } finally {
    stopListening();
  }
}
