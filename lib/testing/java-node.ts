import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from './log-tail';

export interface JavaNodeOptions {
  readonly address: string;
  readonly port: number;
  readonly folder: string;
  readonly java: string;
  readonly args: readonly string[];
}

// The shell writes its own number, which is the node's after `exec`: there is no moment in which a node runs unrecorded.
const script = 'echo $$ >"$1"; shift; exec "$@"';

/** The process of one node: started, signalled, started again with the same data. */
export class JavaNode {
  readonly address: string;
  readonly port: number;
  readonly #options: JavaNodeOptions;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #failure: string | undefined;

  constructor(options: JavaNodeOptions) {
    this.address = options.address;
    this.port = options.port;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Why the process is not running, or undefined while it is. */
  get failure(): string | undefined {
    return this.#failure;
  }

  spawn(): void {
    const { folder, java, args } = this.#options;
    mkdirSync(join(folder, 'tmp'), { recursive: true });
    const log = openSync(this.#logFile, 'a');
    const child = spawn('sh', ['-c', script, 'caspy-node', join(folder, 'pid'), java, ...args], {
      cwd: folder,
      // Its own process group: Ctrl-C is for the user's program, which may need its database to shut down.
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#failure = undefined;
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      const end = (reason: string): void => {
        this.#child = undefined;
        this.#failure = reason;
        resolve();
      };
      child.once('error', (error) => end(`it could not be started (${error.message})`));
      child.once('exit', (code, signal) => end(`it ended (${signal ?? `exit code ${code}`})`));
    });
    child.unref();
  }

  /** Sends a signal; false when the process is gone. */
  signal(signal: NodeJS.Signals): boolean {
    return this.#child?.kill(signal) ?? false;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    // Otherwise an idle event loop would end before the exit is seen.
    child.ref();
    child.kill(signal);
    await this.#exited;
  }

  logTail(lines: number): Promise<string> {
    return lastLines(this.#logFile, lines);
  }

  get #logFile(): string {
    return join(this.#options.folder, 'system.log');
  }
}
