import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, type Project } from './support/project';
import { runCaspy, runShell } from './support/run-caspy';

const JOAO = '00000000-0000-4000-8000-000000000001';
const MARIA = '00000000-0000-4000-8000-000000000002';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  project.seed();
});

afterAll(() => project.remove());

const run = (line: string) => runCaspy(project, line.split(' '));

describe('the commands of the first announcement', () => {
  // As they were printed there, but for the placeholder of a uuid.
  it.each([
    ['caspy --help', 0, /^caspy <command>/],
    ['caspy info', 0, /^caspy +\d/],
    ['caspy models', 0, /^User +users/m],
    ['caspy connect', 0, /^cluster /],
    ['caspy user get --filter username=joao_silva', 0, /^username +joao_silva$/m],
    ['caspy user filter --filter is_active=true', 0, /maria@example\.com/],
    ['caspy user filter --filter is_active=true --limit 10', 0, /joao@example\.com/],
    ['caspy user count --filter is_active=true', 0, /^2\n$/],
    ['caspy user exists --filter email=joao@example.com', 0, /^true\n$/],
    [`caspy post filter --filter author_id=${JOAO} --limit 10`, 0, /post 40\n$/],
    ['caspy post filter --filter author_id=uuid --limit 10', 2, /^$/],
    ['caspy user delete --filter username=usuario_antigo', 3, /^$/],
  ])('%s', async (line, code, stdout) => {
    const env = { CASPY_MODELS_PATH: 'examples.cli_demo' };
    const outcome = await runShell(project, line, { env });
    expect(outcome).toMatchObject({ code, stdout: expect.stringMatching(stdout) as unknown });
  });

  it('run without a config file too', async () => {
    const env = {
      CASPY_MODELS_PATH: 'examples.cli_demo',
      CASPY_CONTACT_POINTS: process.env.CASPY_TEST_CONTACT_POINTS,
      CASPY_PORT: process.env.CASPY_TEST_PORT,
      CASPY_KEYSPACE: project.keyspace,
    };
    const line = `mkdir -p bare && cd bare && ln -sfn ../examples examples && caspy user count -f is_active=true`;
    expect(await runShell(project, line, { env })).toMatchObject({ code: 0, stdout: '2\n', stderr: '' });
  });
});

describe('long and short form', () => {
  it.each([
    'user get -f username=maria --json',
    'Users count',
    'user get -f username=nobody',
    'usr get -f id=1',
    'user gett -f id=1',
    'user',
    'user delete',
    'posts filter --limit 2 --format csv',
  ])('%s', async (line) => {
    const [short, long] = await Promise.all([run(line), run(`query ${line}`)]);
    if (line === 'user') expect(short.code).toBe(long.code);
    else expect(short).toEqual(long);
  });
});

describe('get', () => {
  it('reads a row by its key', async () => {
    const { code, stdout, stderr } = await run(`user get -f id=${JOAO}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `id         ${JOAO}`,
        'username   joao_silva',
        'email      joao@example.com',
        'isActive   true',
        'age        31',
        'balance    9007199254740993',
        'tags       Set {a, b}',
        'scores     Map {x: 1}',
        'avatar     0xcafe',
        'createdAt  2026-01-31T12:00:00.000Z',
        '',
      ].join('\n'),
    );
  });

  it('answers one object with --json', async () => {
    const { stdout } = await run(`user get -f id=${JOAO} --json --select username,balance,tags`);
    expect(stdout).toBe('{"username":"joao_silva","balance":"9007199254740993","tags":["a","b"]}\n');
  });

  it('takes the first row where several match', async () => {
    const { stdout } = await run(`post get -f author_id=${JOAO} --order number:asc --format csv`);
    expect(stdout).toBe(`authorId,number,title\n${JOAO},0,post 0\n`);
  });

  it('fails with one line where there is none', async () => {
    const outcome = await run('user get -f username=nobody');
    expect(outcome).toMatchObject({ code: 1, stdout: '', stderr: 'Error: No User matches the filter.\n' });
  });

  it('lets no value move the cursor', async () => {
    const { stdout } = await run('user get -f username=usuario_antigo --select email');
    expect(stdout).toBe('email  \\u001b[2J\\u202eevil\\n\n');
  });
});

describe('filter', () => {
  it('writes a table', async () => {
    const { stdout, stderr } = await run(`posts filter -f authorId=${JOAO} -f number>=5 -f number<7`);
    expect(stdout).toBe(
      [
        'authorId                              number  title',
        '────────────────────────────────────  ──────  ──────',
        `${JOAO}       6  post 6`,
        `${JOAO}       5  post 5`,
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
  });

  it.each([
    ['json', `[\n  {"number":49,"title":"post 49"},\n  {"number":48,"title":"post 48"}\n]\n`],
    ['ndjson', `{"number":49,"title":"post 49"}\n{"number":48,"title":"post 48"}\n`],
    ['csv', `number,title\n49,post 49\n48,post 48\n`],
  ])('writes %s', async (format, expected) => {
    const line = `post filter -f author_id=${JOAO} -f number__in=48,49 --select number,title --format ${format}`;
    expect(await run(line)).toMatchObject({ code: 0, stdout: expected, stderr: '' });
  });

  it('says when rows were cut, and goes on by the token', async () => {
    const first = await run(`post filter -f author_id=${JOAO} --limit 45 --format csv --select number`);
    const [, token = ''] = /^45 rows shown, and there are more\. Next page: --page (\S+)\n$/.exec(first.stderr) ?? [];
    const second = await run(
      `post filter -f author_id=${JOAO} --limit 45 --format csv --select number --page ${token}`,
    );
    expect(second).toMatchObject({ code: 0, stdout: 'number\n4\n3\n2\n1\n0\n', stderr: '' });
    const other = await run(`post filter -f author_id=${MARIA} --page ${token}`);
    expect(other).toMatchObject({ code: 2, stdout: '' });
  });

  it('says nothing of cut rows with --quiet', async () => {
    expect(await run(`post filter -f author_id=${JOAO} --limit 5 -q`)).toMatchObject({ code: 0, stderr: '' });
  });

  it('finds by elements of a collection, and by anything when filtering is allowed', async () => {
    expect(await run('user filter -f tags__contains=a --select id --format csv')).toMatchObject({
      stdout: `id\n${JOAO}\n`,
    });
    const line = 'user filter -f age__gte=10 -f age<50 --allow-filtering --select username --format ndjson';
    expect(await run(line)).toMatchObject({ code: 0, stdout: '{"username":"joao_silva"}\n' });
  });

  it('writes a file only when it is complete', async () => {
    const file = join(project.folder, 'posts.json');
    expect(await run(`post filter --json --output ${file}`)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(60);
    const failed = await run(`post filter --json --keyspace nowhere --output ${join(project.folder, 'failed.json')}`);
    expect(failed.code).toBe(2);
    expect(readdirSync(project.folder).filter((name) => name.includes('failed'))).toEqual([]);
    const nowhere = await run(`post filter --output ${join(project.folder, 'no/such/file')}`);
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Error: --output: /) as unknown });
    expect((await run('post count --output /dev/null')).code).toBe(0);
    expect(existsSync('/dev/null')).toBe(true);
  });

  it('stops quietly when the reader goes away', async () => {
    const line = `caspy post filter --format ndjson | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await runShell(project, line);
    expect(stdout).toMatch(/^\{[^\n]+\}\n0\n$/);
    expect(stderr).toBe('');
  });

  it('writes no colours into a pipe unless it is told to', async () => {
    expect((await run('user get -f username=maria')).stdout).not.toContain('\u001b');
    const forced = await runCaspy(project, ['user', 'get', '-f', 'username=maria'], { env: { FORCE_COLOR: '1' } });
    expect(forced.stdout).toContain('\u001b[1musername\u001b[22m');
    const off = await runCaspy(project, ['user', 'get', '-f', 'username=maria', '--no-color'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(off.stdout).not.toContain('\u001b');
  });
});

describe('count and exists', () => {
  it.each([
    ['user count', '3\n'],
    ['user count --json', '{"count":3}\n'],
    ['post count --limit 7', '7\n'],
    [`post count -f author_id=${JOAO} --format csv`, 'count\n50\n'],
    ['user exists -f username=maria', 'true\n'],
    ['user exists -f username=nobody', 'false\n'],
    ['user exists -f username=nobody --json', '{"exists":false}\n'],
  ])('%s', async (line, stdout) => {
    expect(await run(line)).toMatchObject({ code: 0, stdout, stderr: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    ['user get', /^Error: get needs a filter\.\n +Name the key: --filter id=…\n$/],
    ['user delete', /^Error: delete needs a filter\./],
    ['user delete --force', /^Error: delete needs a filter\./],
    ['user get -f age=abc', /^Error: User\.age is int: expected a whole number\n +Write --filter age=42\n$/],
    [
      'user get -f age=5',
      /^Error: User\.age is neither part of the key nor indexed.*\n(.*\n)* +- add --allow-filtering/,
    ],
    ['user get -f emails=a', /^Error: User has no column 'emails'\. Did you mean 'email'\?/],
    ['user get -f id', /there is no comparison in it/],
    ['user filter --order age:up', /'up' is no direction/],
    ['user filter --order age:desc', /^Error: User\.age/],
    ['user filter --select nope', /User has no column 'nope'/],
    ['user filter --limit 0', /--limit is a whole number from 1/],
    ['user filter --limit x', /--limit is no number/],
    ['user filter --limit 1 --limit 2', /--limit is given twice/],
    ['user filter --format xml', /Invalid values: Argument: format/],
    ['user filter --json --format csv', /--json and --format csv are two formats/],
    ['user filter --force', /--force means nothing for filter/],
    ['user filter --filtr a=1', /Unknown argument: filtr\. Did you mean --filter\?/],
    ['user filter --page nonsense', /^Error: /],
    ['user filter more words', /^Error: /],
    ['usr get -f id=1', /There is no entity 'usr'\. Did you mean 'User'\?/],
    ['user gett -f id=1', /There is no action 'gett'\. Did you mean 'get'\?/],
    ['modles', /There is no command 'modles'\. Did you mean 'models'\?/],
  ])('%s', async (line, message) => {
    const { code, stdout, stderr } = await run(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('delete without a terminal', () => {
  afterEach(() => project.seed());

  it('refuses without --force', async () => {
    const { code, stdout, stderr } = await run(`user delete -f id=${MARIA}`);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^Error: Nothing of User was deleted.*\n +Add --force\.\n$/);
    expect((await run(`user exists -f id=${MARIA}`)).stdout).toBe('true\n');
  });

  it('deletes over an index with --force', async () => {
    const outcome = await run('user delete --filter username=usuario_antigo --force');
    expect(outcome).toMatchObject({ code: 0, stdout: '', stderr: 'Deleted 1 row of User.\n' });
    expect((await run('user exists -f username=usuario_antigo')).stdout).toBe('false\n');
  });

  it('counts the rows of a partition', async () => {
    const line = `post delete -f author_id=${MARIA} -F --json`;
    expect(await run(line)).toMatchObject({ code: 0, stdout: '{"deleted":10}\n' });
    expect(await run(line)).toMatchObject({ code: 0, stdout: '{"deleted":0}\n' });
    expect((await run('post count')).stdout).toBe('50\n');
  });
});
