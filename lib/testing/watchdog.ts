import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** Cleans up when this process ends in any way, SIGKILL included. */
export interface Watchdog {
  /** Call it after an orderly end: nothing is left to clean up. */
  release(): void;
}

// `read` answers a line when it is released, and fails when the pipe breaks because the process at its other end died.
const script = 'if read -r _; then exit 0; fi; exec "$@"';

/**
 * Starts a small shell that waits on a pipe from this process and runs `command` when the pipe breaks. It needs no signal
 * handlers here, so those of the user stay as they are, and it does not keep the event loop alive.
 */
export function startWatchdog(command: readonly string[]): Watchdog {
  const child = spawn('sh', ['-c', script, 'caspy-watchdog', ...command], {
    // Its own process group: Ctrl-C in a terminal would end it together with this process.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return { release: () => child.stdin.end('released\n') };
}
