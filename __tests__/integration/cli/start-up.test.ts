import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CASPY, createProject, type Project } from './support/project';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(120_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  // Says at its end what the process took, and which files it has loaded.
  project.write(
    'measure.cjs',
    `process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      const files = Object.keys(require.cache);
      require('node:fs').writeSync(3, JSON.stringify({ milliseconds: (user + system) / 1000, files }));
    });`,
  );
});

afterAll(() => project.remove());

interface Measured {
  readonly milliseconds: number;
  readonly files: readonly string[];
}

function measure(...args: string[]): Measured {
  const { output, status, stderr } = spawnSync(
    process.execPath,
    ['--require', join(project.folder, 'measure.cjs'), ...args],
    {
      cwd: project.folder,
      env: { ...process.env, CASPY_TEST_KEYSPACE: project.keyspace },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(output[3] ?? '') as Measured;
}

it('--help takes at most twice the time of an empty program plus 150 ms', () => {
  // Processor time, since the machine has other work to do; in pairs, since its speed changes.
  const excess = Array.from({ length: 7 }, () => {
    const empty = measure('-e', '0').milliseconds;
    return measure(CASPY, '--help').milliseconds - 2 * empty;
  });
  const [, , , median = NaN] = excess.toSorted((one, other) => one - other);
  process.stderr.write(
    `caspy --help takes ${median.toFixed(0)} ms of processor more than two empty programs (150 may)\n`,
  );
  expect(median).toBeLessThan(150);
});

/** Packages that files were loaded from, without those that only others of them need. */
function packagesOf({ files }: Measured): ReadonlySet<string> {
  return new Set(files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
}

const HEAVY = ['cassandra-driver', 'jiti', 'reflect-metadata', 'class-validator', 'class-transformer'];
const OTHERS = ['@inquirer/prompts', 'cli-progress', 'csv-parse', 'csv-stringify', 'ora', 'prettier', 'typescript'];

it.each([
  ['--help', ['--help'], [...HEAVY, ...OTHERS]],
  ['the help of a command', ['query', '--help'], [...HEAVY, ...OTHERS]],
  ['a completion script', ['completion', 'bash'], [...HEAVY, ...OTHERS]],
  [
    'a query',
    ['user', 'filter', '-f', 'username=maria', '--explain'],
    OTHERS.filter((name) => name !== 'csv-stringify'),
  ],
])('%s loads no more than it needs', (_, args, never) => {
  const measured = measure(CASPY, ...args);
  const packages = packagesOf(measured);
  expect(measured.files.some((file) => file.endsWith('lib/cli/main.js'))).toBe(true);
  process.stderr.write(
    `caspy ${args.join(' ')} loads ${measured.files.length} files; of packages: ${[...packages].toSorted().join(', ')}\n`,
  );
  expect(never.filter((name) => packages.has(name))).toEqual([]);
});

it('completing a word loads the project once, and then only what it has kept', () => {
  const args = [CASPY, '__complete', '--', 'user', 'filter', '-f', 'user'];
  expect(packagesOf(measure(...args))).toContain('jiti');
  const packages = packagesOf(measure(...args));
  expect([...HEAVY, ...OTHERS].filter((name) => packages.has(name))).toEqual([]);
});
