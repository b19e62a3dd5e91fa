import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The board as a process of its own. */
export interface Server {
  readonly url: string;
  /** Bytes in use after garbage collection. */
  readonly memory: () => Promise<number>;
  /** Sends SIGTERM, and answers the exit code once it has ended. */
  readonly stop: () => Promise<number | null>;
}

/**
 * Starts the compiled board on a free port.
 *
 * @param dist the folder of the compiled board
 * @throws Error with what it printed, when it ends before it listens
 */
export async function startServer(env: NodeJS.ProcessEnv, dist = join(__dirname, '..')): Promise<Server> {
  const probe = join(dist, 'load-test', 'memory-probe.js');
  const child = spawn(process.execPath, ['--expose-gc', '--require', probe, join(dist, 'main.js')], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const url = await untilListening(child);
  return {
    url,
    memory: async () => {
      child.send('memory');
      // The probe sends nothing else.
      const [{ memory }] = (await once(child, 'message')) as [{ memory: number }];
      return memory;
    },
    stop: async () => {
      if (child.exitCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      // The arguments of 'exit': a code, or null after a signal.
      const [exitCode] = (await ended) as [number | null];
      return exitCode;
    },
  };
}

function untilListening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, port] = /The board is on http:\/\/\S+:(\d+),/.exec(output) ?? [];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The board ended with exit code ${code ?? 'none'}:\n${output}`)));
  });
}
