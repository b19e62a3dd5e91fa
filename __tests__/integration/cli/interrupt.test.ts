import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { testConnection } from '../support/test-data-source';
import { onTerminal } from './support/on-terminal';
import { oneSecond } from './support/one-second';
import { CASPY, createProject, type Project } from './support/project';
import { startOnTerminal } from './support/run-caspy';
import { DataSource } from 'caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(120_000);

let project: Project;
/** Takes every connection and answers nothing, as a node that hangs. */
let silent: Server;
const sockets = new Set<Socket>();
/** A command that does not end would keep Jest from ending: those that still run are killed. */
const running = new Set<ChildProcess>();

const POST = '00000000-0000-4000-8000-0000000000ee';

beforeAll(async () => {
  project = createProject();
  project.seed();
  const rows = Array.from({ length: 30_000 }, (_, number) => `${POST},${number},title ${number}\n`);
  project.write('rows.csv', `authorId,number,title\n${rows.join('')}`);
  mkdirSync(join(project.folder, 'migrations'));
  project.write(
    'migrations/20260131120000-slow.js',
    `exports.up = async ({ execute, log }) => {
      for (let at = 0; at < 200; at += 1) { await execute(\`CREATE TABLE slow\${at} (id int PRIMARY KEY)\`); log('made one'); }
    };`,
  );
  const tables = Array.from(
    { length: 12 },
    (_, at) =>
      `class Late${at} {} PartitionKey('int')(Late${at}.prototype, 'id'); Table()(Late${at}); exports.Late${at} = Late${at};`,
  );
  project.write('late.js', `const { PartitionKey, Table } = require('caspy');\n${tables.join('\n')}`);
  project.write(
    'late.config.ts',
    `import config from './caspy.config';\nexport default async () => ({ ...(await (config as any)()), entities: ['late.js'] });`,
  );
  silent = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    silent.emit('reached');
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});

/** Asks the server, on a connection that closes even when the request fails. */
async function ask(cql: string): Promise<readonly unknown[]> {
  const server = new DataSource({ ...testConnection(), keyspace: project.keyspace });
  try {
    await server.initialize();
    return (await server.execute(cql, [], { timeout: 60_000 })).rows;
  } finally {
    await server.destroy();
  }
}

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  await ask(`DROP KEYSPACE IF EXISTS ${project.keyspace}`);
  project.remove();
});

interface Ending {
  readonly code: number | null;
  readonly milliseconds: number;
  readonly text: string;
}

/** Runs the command on a pseudo-terminal and interrupts it once it is at work: when a text appears, or the silent node is reached. */
async function interrupt(args: readonly string[], when: RegExp | 'reached'): Promise<Ending> {
  const words = [process.execPath, CASPY, ...args].map((word) => `'${word}'`).join(' ');
  const child = startOnTerminal(project, `echo "pid $$"; exec ${words}`);
  running.add(child);
  let text = '';
  let from = 0;
  const strike = (): void => {
    if (from > 0) return;
    from = performance.now();
    process.kill(Number(/pid (\d+)/.exec(text)?.[1]), 'SIGINT');
  };
  if (when === 'reached') silent.once('reached', strike);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (when !== 'reached' && when.test(text)) strike();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  running.delete(child);
  silent.removeListener('reached', strike);
  child.stdin.end();
  if (from === 0) throw new Error(`It ended by itself: ${text}`);
  return { code, milliseconds: performance.now() - from, text };
}

function expectInTime({ code, milliseconds, text }: Ending): void {
  if (code !== 130) throw new Error(`Code ${String(code)} after ${milliseconds} ms: ${text}`);
  expect(milliseconds).toBeLessThan(oneSecond());
}

const files = (): string[] => readdirSync(project.folder).toSorted();

onTerminal('Ctrl-C ends within a second, with 130', () => {
  it.each([
    [['connect']],
    [['doctor']],
    [['cql', 'SELECT * FROM users']],
    [['shell']],
    [['user', 'count', '--watch', '1']],
    [['user', 'filter', '--output', 'rows.json']],
    [['post', 'filter', '--format', 'ndjson', '--output', 'rows.ndjson']],
    [['export', 'post', 'posts.csv']],
    [['import', 'post', 'rows.csv']],
    [['schema', 'diff']],
    [['schema', 'sync']],
    [['migration', 'run']],
  ])('%j while a node hangs, and no file is left', async (args) => {
    const before = files();
    const address = silent.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    expectInTime(await interrupt([...args, '--contact-points', '127.0.0.1', '--port', port], 'reached'));
    expect(files()).toEqual(before);
  });

  it.each([
    [['shell', '--no-color'], /caspy:\w+> /],
    [['user', 'count', '--watch', '0.2'], /\n3\b|\r\n\s*3/],
  ])('%j at work', async (args, when) => {
    expectInTime(await interrupt(args, when));
  });

  it('an import keeps its checkpoint, an export its partial file: nothing that looks whole', async () => {
    const stopped = await interrupt(['import', 'post', 'rows.csv', '--concurrency', '1'], /[1-9]\d*,\d{3} rows/);
    expectInTime(stopped);
    expect(existsSync(join(project.folder, 'rows.csv.checkpoint.json'))).toBe(true);
    expectInTime(await interrupt(['export', 'post', 'posts.csv', '--concurrency', '1'], /Post .*\d+ rows/));
    expect(existsSync(join(project.folder, 'posts.csv'))).toBe(false);
  });

  it.each([
    [['schema', 'sync', '--config', 'late.config.ts'], /Running 12 statements/],
    [['migration', 'run'], /made one/],
  ])('%j at work leaves no lock', async (args, when) => {
    expectInTime(await interrupt(args, when));
    expect(await ask('SELECT name FROM caspy_locks')).toEqual([]);
  });
});
