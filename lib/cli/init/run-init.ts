import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isKeyspaceName } from '../../session/validate-request';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { CONFIG_NAMES } from '../config/find-config';
import { listOf } from '../config/resolve-options';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeJson } from '../output/escape';
import { jsonText } from '../output/json-value';
import { askAnswers } from './ask-answers';
import { readTsconfig } from './read-tsconfig';
import { composeFile, configFile, entityFile, type InitAnswers, type InitFile, tsconfigFile } from './templates';

const CONFIGS: readonly string[] = CONFIG_NAMES;
const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** `caspy init`: writes what is not there, says what it left alone and what to do next. */
export async function runInit(
  args: GlobalArgs & { readonly yes?: boolean | undefined },
  context: CommandContext,
): Promise<ExitCode> {
  const { io } = context;
  const directory = io.host.cwd();
  const tsconfig = readTsconfig(directory);
  const defaults = defaultAnswers(args, directory, tsconfig?.outDir);
  const answers = io.canAsk && args.yes !== true ? await askAnswers(defaults, context) : defaults;
  context.signal.throwIfAborted();
  const written: string[] = [];
  const kept: string[] = [];
  for (const file of [configFile(answers), entityFile(), composeFile(), tsconfigFile()]) {
    const list = (await writeNew(directory, file)) ? written : kept;
    list.push(file.path);
  }
  await printResult(context, { written, kept, missingCompilerOptions: tsconfig?.missing ?? [] });
  return EXIT.ok;
}

interface InitResult {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly missingCompilerOptions: readonly string[];
}

async function printResult({ io }: CommandContext, result: InitResult): Promise<void> {
  if (io.json) return io.stdout.write(`${escapeJson(jsonText(result))}\n`);
  const { green, dim } = io.style.colors;
  const lines = [
    ...result.written.map((path) => `${green('written')}  ${path}`),
    ...result.kept.map((path) => `${dim('kept')}     ${path}  (there is one already)`),
  ];
  await io.stdout.write(`${lines.join('\n')}\n`);
  const missing = result.missingCompilerOptions;
  if (missing.length > 0) io.notice(`Decorators need in "compilerOptions" of tsconfig.json: ${missing.join(', ')}`);
  io.note('Next: npx tsc, then npx caspy models.');
  io.note('npx caspy up starts a Cassandra; npx caspy doctor looks at everything.');
}

function defaultAnswers(args: GlobalArgs, directory: string, outDir: string | undefined): InitAnswers {
  if (args.keyspace !== undefined && !isKeyspaceName(args.keyspace)) {
    throw usageError('--keyspace is a name of 1 to 48 letters, digits or underscores.', 'Write --keyspace shop.');
  }
  const folder = basename(directory).toLowerCase().replaceAll(/\W+/g, '_').slice(0, 48);
  return {
    contactPoints: listOf(args['contact-points']?.join(',')) ?? ['127.0.0.1'],
    localDataCenter: args['local-dc'] ?? 'datacenter1',
    keyspace: args.keyspace ?? (/^[a-z]/.test(folder) ? folder : 'app'),
    outDir: outDir ?? 'dist',
  };
}

/** Writes a file unless it, or one that does the same under another name, is there. */
async function writeNew(directory: string, { path, content }: InitFile): Promise<boolean> {
  const names = [CONFIGS, COMPOSE_NAMES].find((group) => group.includes(path)) ?? [path];
  if (names.some((name) => existsSync(join(directory, name)))) return false;
  const full = join(directory, path);
  try {
    await mkdir(dirname(full), { recursive: true });
    // Fails rather than overwrites, whoever was faster.
    await writeFile(full, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`${full} cannot be written: ${reason}.`, 'Go to a folder that can be written.', error);
  }
}
