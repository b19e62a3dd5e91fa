import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import { keyspace } from './data-source';
import { JOAO_ID } from './load/people';
import { isTerminal, paint, print } from './terminal/output';
import type { LocalCassandra } from 'caspy/testing';

/** A command prompt needs someone who answers. */
const isAnswered = isTerminal && isatty(process.stdin.fd);

/** Exit code of a query that was refused before anything was sent. */
const REFUSED = 2;
/** Exit code of a command whose question was answered with no. */
const DECLINED = 3;

interface Command {
  readonly line: string;
  readonly note?: string;
  /** The exit codes that are right; 0 unless set. */
  readonly exitCodes?: readonly number[];
}

const COMMANDS: readonly Command[] = [
  { line: 'caspy --help' },
  { line: 'caspy info' },
  { line: 'caspy models' },
  { line: 'caspy connect' },
  { line: 'caspy user get --filter username=joao_silva' },
  { line: 'caspy user filter --filter is_active=true' },
  { line: 'caspy user count --filter is_active=true' },
  { line: 'caspy user exists --filter email=joao@example.com' },
  { line: `caspy post filter --filter author_id=${JOAO_ID} --limit 10` },
  {
    line: `caspy user delete --filter username=usuario_antigo${isAnswered ? '' : ' --force'}`,
    note: isAnswered ? 'It asks first; no is as good an answer as yes.' : 'Nobody is here to answer: --force does.',
    exitCodes: [0, DECLINED],
  },
  { line: 'caspy airport get --filter iata=SFO' },
  { line: 'caspy flight filter --filter origin=ORD --filter day=2001-03-09 --limit 5' },
  { line: 'caspy flight filter --filter "delay>420" --limit 5' },
  { line: 'caspy flight count' },
  { line: 'caspy flight filter --filter distance=2704', exitCodes: [REFUSED] },
];

/** Runs each command as a user would, in the folder of caspy.config.ts, and answers how many there were. */
export async function runCommands(cassandra: LocalCassandra): Promise<number> {
  for (const { line, note, exitCodes = [0] } of COMMANDS) {
    print();
    if (note !== undefined) print(paint.dim(note));
    print(paint.bold(`$ ${line}`));
    const exitCode = await runCaspy(splitLine(line), cassandra);
    if (!exitCodes.includes(exitCode)) throw new Error(`'${line}' ended with exit code ${exitCode}.`);
  }
  return COMMANDS.length;
}

/** The words of a command line; double quotes keep one together, as in a shell. */
function splitLine(line: string): string[] {
  return (line.match(/"[^"]*"|\S+/g) ?? []).slice(1).map((word) => word.replaceAll('"', ''));
}

async function runCaspy(words: readonly string[], cassandra: LocalCassandra): Promise<number> {
  // In a project of your own this is node_modules/.bin/caspy, which `npx caspy` runs.
  const caspy = join(dirname(require.resolve('caspy/package.json')), 'dist', 'bin', 'caspy.js');
  const child = spawn(process.execPath, [caspy, ...words], {
    cwd: join(__dirname, '..'),
    stdio: 'inherit',
    env: {
      ...process.env,
      CASPY_CONTACT_POINTS: cassandra.contactPoints.join(','),
      CASPY_PORT: String(cassandra.port),
      CASPY_LOCAL_DC: cassandra.localDataCenter,
      CASPY_KEYSPACE: keyspace,
    },
  });
  const end = (): void => void child.kill();
  process.once('exit', end);
  // The arguments of 'exit': a code, or null after a signal.
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  process.removeListener('exit', end);
  return exitCode ?? 1;
}
