const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** What a session gets to close before the process ends without it. */
const GRACE = 800;

/**
 * Turns Ctrl-C into an abort, so that sessions are closed and half-written files removed. Where that takes too long, as
 * while a node does not answer, the signal is sent again with nobody listening: the shell sees 130 all the same.
 *
 * @returns stops listening.
 */
export function onInterrupt(controller: AbortController): () => void {
  const stop = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, listen);
  };
  const listen = (signal: NodeJS.Signals): void => {
    stop();
    controller.abort();
    setTimeout(() => process.kill(process.pid, signal), GRACE).unref();
  };
  for (const signal of SIGNALS) process.on(signal, listen);
  return stop;
}
