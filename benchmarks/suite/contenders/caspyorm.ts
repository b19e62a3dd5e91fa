import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { Contender, Sample } from '../contender';
import { FAMILY, GROUP_ROWS } from '../data';
import { FOLDER } from '../folder';
import type { Server } from '../server';
import type { Kind, Workload } from '../workloads';

const run = promisify(execFile);
const VERSION = '2.1.2';

/** Rows and requests of one sample, beside those of the others: it is slow, and the ratio is by request. */
const SHARES: Partial<Record<Kind, number>> = {
  save: 0.05,
  get: 0.05,
  partition: 0.2,
  scan: 1,
  bulkAlone: 0.05,
  bulkGrouped: 0.05,
};

const FAMILIES: Partial<Record<Kind, number>> = {
  save: FAMILY.single,
  get: FAMILY.single,
  partition: FAMILY.partition,
  scan: FAMILY.scan,
  bulkAlone: FAMILY.bulkAlone,
  bulkGrouped: FAMILY.bulkGrouped,
};

/** The origin project in a Python process of its own. @throws Error when Python, pip or the package cannot be had. */
export async function caspyormContender(server: Server, partitions: number): Promise<Contender> {
  const python = await install();
  const settings = JSON.stringify({ ...server, groupRows: GROUP_ROWS });
  const child = spawn(python, [join(FOLDER, 'suite/contenders/python_contender.py'), settings], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await answers.next();
    if (done === true) throw new Error('The Python process ended.');
    return JSON.parse(value) as unknown;
  };
  await next();
  return {
    name: 'caspyorm (Python)',
    isSlow: true,
    supports: ({ kind }) => SHARES[kind] !== undefined,
    run: async (workload, mark) => {
      child.stdin.write(`${JSON.stringify(taskOf(workload, mark, partitions))}\n`);
      const answer = (await next()) as Sample | { readonly error: string };
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    },
    close: () => end(child),
  };
}

function taskOf(workload: Workload, mark: number, partitions: number): object {
  const { kind, concurrency } = workload;
  const share = SHARES[kind] ?? 1;
  const count = workload.isFixed === true ? workload.count : Math.max(20, Math.round(workload.count * share));
  return { kind, concurrency, mark, partitions, family: FAMILIES[kind], count };
}

async function end(child: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end();
  const timer = setTimeout(() => child.kill(), 5_000);
  await ended;
  clearTimeout(timer);
}

/** An environment of its own under the user's cache, so that nothing of the system changes. */
async function install(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'caspy', `benchmark-caspyorm-${VERSION}`);
  const python = join(folder, 'bin/python');
  if (existsSync(join(folder, 'installed'))) return python;
  await mkdir(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '--quiet', `caspyorm==${VERSION}`], { timeout: 300_000 });
  await mkdir(join(folder, 'installed'));
  return python;
}
