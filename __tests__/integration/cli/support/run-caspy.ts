import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { CASPY, type Project } from './project';

/** How a run of the command ended. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** Variables of the test run itself must not configure the command; under `CI` spinners become lines that stay. */
function environment(project: Project, env: RunOptions['env']): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      (!name.startsWith('CASPY_') || name.startsWith('CASPY_TEST_')) && !/^(NO_COLOR|FORCE_COLOR|CI)$/.test(name),
  );
  return { ...Object.fromEntries(inherited), CASPY_TEST_KEYSPACE: project.keyspace, ...env };
}

export function startCaspy(project: Project, args: readonly string[], { env, cwd }: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [CASPY, ...args], {
    cwd: cwd ?? project.folder,
    env: environment(project, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What a process wrote, and how it ended. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Runs the command with pipes in the place of a terminal. */
export function runCaspy(project: Project, args: readonly string[], options?: RunOptions): Promise<Outcome> {
  return outcomeOf(startCaspy(project, args, options));
}

/** Runs a line of a shell, where `caspy` is the command. */
export function runShell(project: Project, line: string, { env, cwd }: RunOptions = {}): Promise<Outcome> {
  const shell = `caspy() { "${process.execPath}" "${CASPY}" "$@"; }; ${line}`;
  return outcomeOf(
    spawn('bash', ['-c', shell], { cwd: cwd ?? project.folder, env: environment(project, env), stdio: 'pipe' }),
  );
}

/** What a terminal shows, and how the command ended. */
export interface Screen {
  readonly code: number | null;
  readonly text: string;
}

interface TerminalOptions extends RunOptions {
  readonly columns?: number;
  /** What is typed when a text appears. */
  readonly answers?: readonly (readonly [after: string, typed: string])[];
}

/** Runs the command on a pseudo-terminal, through `script` of util-linux; `answers` are typed when the text appears. */
export async function runOnTerminal(
  project: Project,
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<Screen> {
  return onTerminal(project, [process.execPath, CASPY, ...args].map(quoted).join(' '), options);
}

/** Runs a line of a shell on a pseudo-terminal, where `caspy` is the command. */
export function runLineOnTerminal(project: Project, line: string, options: TerminalOptions = {}): Promise<Screen> {
  const shell = `caspy() { "${process.execPath}" "${CASPY}" "$@"; }; ${line}`;
  return onTerminal(project, `bash -c ${quoted(shell)}`, options);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A process that leads a pseudo-terminal, and what it writes there. */
export function startOnTerminal(
  project: Project,
  line: string,
  { env, cwd, columns = 80 }: Pick<TerminalOptions, 'env' | 'cwd' | 'columns'> = {},
): ChildProcessWithoutNullStreams {
  return spawn('script', ['-qec', `stty cols ${columns} rows 40; ${line}`, '/dev/null'], {
    cwd: cwd ?? project.folder,
    env: { ...environment(project, env), TERM: 'xterm-256color' },
    stdio: 'pipe',
  });
}

async function onTerminal(project: Project, line: string, options: TerminalOptions): Promise<Screen> {
  const child = startOnTerminal(project, line, options);
  const pending = [...(options.answers ?? [])];
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const [next] = pending;
    if (next === undefined || !text.includes(next[0])) return;
    pending.shift();
    child.stdin.write(next[1]);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end();
  return { code, text: text.replaceAll('\r\n', '\n') };
}
