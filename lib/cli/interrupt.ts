const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** What a session gets to close before the process ends without it. */
const GRACE = 800;

/**
 * Turns Ctrl-C into an abort, so that sessions are closed and half-written files removed. Where that takes too long, as
 * while a node does not answer, and when the user asks twice, the signal is sent again with nobody listening: the shell
 * sees 130 all the same.
 *
 * @returns stops listening.
 */
export function onInterrupt(controller: AbortController): () => void {
  const stop = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, listen);
  };
  const end = (signal: NodeJS.Signals): void => {
    stop();
    process.kill(process.pid, signal);
  };
  const listen = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      end(signal);
      return;
    }
    // Still listening meanwhile: the spinner's own listener ends the process at once when it finds no other.
    controller.abort();
    setTimeout(() => end(signal), GRACE).unref();
  };
  for (const signal of SIGNALS) process.on(signal, listen);
  return stop;
}
