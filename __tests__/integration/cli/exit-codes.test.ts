import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isGroup } from '../../../lib/cli/command';
import { COMMANDS } from '../../../lib/cli/commands/all';
import { createProject, type Project } from './support/project';
import { outcomeOf, runCaspy, startCaspy } from './support/run-caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(120_000);

let project: Project;
/** An entity whose table is not there yet. */
const DRIFT = ['--config', 'drift.config.ts'];
const UNREACHABLE = ['--contact-points', '127.0.0.1', '--port', '1'];
const USER = '00000000-0000-4000-8000-000000000001';

const NAMES = COMMANDS.flatMap((command) => {
  const [name = ''] = command.command.split(' ');
  if (name.startsWith('__')) return [];
  return isGroup(command) ? command.commands.map((each) => `${name} ${each.command.split(' ', 1)[0] ?? ''}`) : [name];
});

/** What ends with which code, by command; a row for each code that the command can answer. */
const CASES: Readonly<Record<string, readonly (readonly [code: number, args: readonly string[]])[]>> = {
  init: [
    [0, ['init']],
    [2, ['init', '--keyspace', 'a-b']],
  ],
  doctor: [
    [0, ['doctor']],
    [1, ['doctor', ...UNREACHABLE]],
    [2, ['doctor', 'more']],
    [4, ['doctor', ...DRIFT]],
  ],
  info: [
    [0, ['info']],
    [2, ['info', '--config', 'nowhere.ts']],
  ],
  connect: [
    [0, ['connect']],
    [1, ['connect', ...UNREACHABLE]],
    [2, ['connect', '--keyspace', 'nowhere']],
  ],
  models: [
    [0, ['models']],
    [2, ['models', '--config', 'nowhere.ts']],
  ],
  describe: [
    [0, ['describe', 'user']],
    [1, ['describe', 'users', '--server', ...UNREACHABLE]],
    [2, ['describe', 'postz']],
  ],
  query: [
    [0, ['user', 'count']],
    [1, ['user', 'get', '-f', 'username=nobody']],
    [1, ['user', 'count', ...UNREACHABLE]],
    [2, ['user', 'get', '-f', 'age=5']],
    [2, ['user', 'delete', '--force']],
    [3, ['user', 'delete', '-f', `id=${USER}`]],
  ],
  'migration create': [
    [0, ['migration', 'create', 'first', '--dir', 'other']],
    [2, ['migration', 'create']],
  ],
  'migration generate': [
    [0, ['migration', 'generate', 'x', '--dry-run']],
    [1, ['migration', 'generate', 'x', ...UNREACHABLE]],
    [2, ['migration', 'generate']],
    [4, ['migration', 'generate', 'x', '--check', ...DRIFT]],
  ],
  'migration status': [
    [1, ['migration', 'status', ...UNREACHABLE]],
    [2, ['migration', 'status', 'more']],
    [4, ['migration', 'status']],
  ],
  'migration run': [
    [1, ['migration', 'run', ...UNREACHABLE]],
    [2, ['migration', 'run', 'more']],
    [3, ['migration', 'run']],
    [0, ['migration', 'run', '--force']],
  ],
  'migration revert': [
    [1, ['migration', 'revert', ...UNREACHABLE]],
    [2, ['migration', 'revert', 'more']],
    [3, ['migration', 'revert']],
    [0, ['migration', 'revert', '--force']],
  ],
  export: [
    [0, ['export', 'post', 'out.csv']],
    [1, ['export', 'post', ...UNREACHABLE]],
    [2, ['export', 'post', 'out.txt']],
  ],
  import: [
    [0, ['import', 'post', 'out.csv']],
    [1, ['import', 'post', 'bad.csv']],
    [2, ['import', 'post', 'never.csv']],
    [4, ['import', 'post', 'bad.csv', '--dry-run']],
  ],
  cql: [
    [0, ['cql', 'SELECT release_version FROM system.local']],
    [1, ['cql', 'SELECT nothing FROM nowhere']],
    [2, ['cql', 'TRUNCATE users']],
  ],
  shell: [
    [0, ['shell']],
    [1, ['shell', ...UNREACHABLE]],
    [2, ['shell', 'more']],
  ],
  up: [[2, ['up', '--nodes', '2']]],
  down: [
    [0, ['down']],
    [2, ['down', 'more']],
    [3, ['down', '--purge']],
  ],
  'schema diff': [
    [0, ['schema', 'diff']],
    [1, ['schema', 'diff', ...UNREACHABLE]],
    [2, ['schema', 'diff', '--snapshot', 'nowhere.json']],
    [4, ['schema', 'diff', ...DRIFT]],
  ],
  'schema sync': [
    [0, ['schema', 'sync']],
    [1, ['schema', 'sync', ...UNREACHABLE]],
    [2, ['schema', 'sync', '--overwrite']],
    [3, ['schema', 'sync', '--allow-destructive', ...DRIFT]],
    [4, ['schema', 'sync', '--config', 'other-type.config.ts']],
  ],
  'schema pull': [
    [0, ['schema', 'pull', '-o', 'pulled']],
    [1, ['schema', 'pull', '-o', 'pulled', ...UNREACHABLE]],
    [2, ['schema', 'pull', '--tables', 'nowhere']],
  ],
  'schema snapshot': [
    [0, ['schema', 'snapshot']],
    [1, ['schema', 'snapshot', ...UNREACHABLE]],
    [2, ['schema', 'snapshot', '--from', 'nowhere']],
  ],
  completion: [
    [0, ['completion', 'bash']],
    [2, ['completion', 'tcsh']],
  ],
  'schema drop': [
    [1, ['schema', 'drop', ...UNREACHABLE]],
    [2, ['schema', 'drop', 'more']],
    [3, ['schema', 'drop']],
    [0, ['schema', 'drop', '--force']],
  ],
};

const config = (entity: string): string =>
  `import config from './caspy.config';
   export default async () => ({ ...(await (config as any)()), entities: ['${entity}'] });`;

beforeAll(() => {
  project = createProject();
  project.seed();
  const head = `const { Column, PartitionKey, Table } = require('caspy');`;
  project.write(
    'missing.js',
    `${head} class Missing {} PartitionKey('int')(Missing.prototype, 'id'); Table()(Missing); exports.Missing = Missing;`,
  );
  project.write(
    'other-type.js',
    `${head} class User {} PartitionKey('int')(User.prototype, 'id'); Table('users')(User); exports.User = User;`,
  );
  project.write('drift.config.ts', config('missing.js'));
  project.write('other-type.config.ts', config('other-type.js'));
  project.write('bad.csv', `authorId,number,title\n${USER},many,x\n`);
});

afterAll(() => project.remove());

it('the table has every command', () => {
  expect(Object.keys(CASES).toSorted()).toEqual(NAMES.toSorted());
});

const env = () => ({ CASPY_CACHE_DIR: `${project.folder}/cache` });

describe.each(Object.entries(CASES))('%s', (name, cases) => {
  beforeAll(() => {
    // What drops asks, and only then can it be declined.
    if (name === 'migration status') {
      const text =
        'CREATE TABLE made (id int PRIMARY KEY);\nDROP TABLE made;\n-- caspy:down\nDROP TABLE IF EXISTS made;\n';
      mkdirSync(join(project.folder, 'migrations'));
      project.write('migrations/20260131120000-first.cql', text);
    }
  });

  it.each(cases)('%d: %j', async (code, args) => {
    const outcome = await runCaspy(project, args, { env: env() });
    expect({ ...outcome, code: outcome.code }).toMatchObject({ code, signal: null });
    // Errors are one line what and lines what to do; data never mixes with them.
    if (code === 1 || code === 2)
      expect(outcome.stderr === '' ? outcome.stdout : outcome.stderr).not.toContain('    at ');
  });
});

it('130: an interrupt', async () => {
  // Its tables were dropped above.
  project.seed();
  const child = startCaspy(project, ['user', 'count', '--watch', '0.1']);
  child.stdout?.once('data', () => child.kill('SIGINT'));
  expect(await outcomeOf(child)).toMatchObject({ code: 130 });
});
