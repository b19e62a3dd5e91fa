import { setMaxListeners } from 'node:events';

/** A statement on its way gets so long to end after an interrupt: it is better known to be done than guessed. */
const GRACE = 300;

/** A signal that follows another one a little later; for any number of requests. */
export function graceSignal(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const abort = (): void => void setTimeout(() => controller.abort(signal.reason), GRACE).unref();
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
