import { createProject, type Project } from './support/project';
import { runCaspy } from './support/run-caspy';

const ID = '00000000-0000-4000-8000-00000000000a';
const MARIA = '00000000-0000-4000-8000-000000000002';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  project.seed();
});

afterAll(() => project.remove());

const run = (...args: string[]) => runCaspy(project, args);

describe('insert and update', () => {
  const insert = ['user', 'insert', '-s', `id=${ID}`, '-s', 'username=ana', '-s', 'age=30', '-s', 'tags=["a","b"]'];

  it('insert shows the row and says so', async () => {
    expect(await run(...insert, '--set', 'createdAt=2026-01-31T12:00:00Z', '--json')).toEqual({
      code: 0,
      signal: null,
      stdout: `{"id":"${ID}","username":"ana","age":30,"tags":["a","b"],"createdAt":"2026-01-31T12:00:00.000Z"}\n`,
      stderr: 'Inserted 1 row into User.\n',
    });
  });

  it('spares an existing row with --if-not-exists', async () => {
    const outcome = await run(...insert, '--if-not-exists');
    expect(outcome).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Error: Nothing was inserted: there is a User with this key already.\n',
    });
  });

  it('update changes values, null and collections', async () => {
    const sets = ['-s', 'tags+=["c"]', '-s', 'tags-=["a"]', '-s', 'scores+={"x":7}', '-s', 'username=null'];
    const twice = await run('user', 'update', '-f', `id=${ID}`, ...sets);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('--set tags is given twice') as string });
    const rest = [...sets.slice(0, 2), ...sets.slice(4)];
    expect(await run('user', 'update', '-f', `id=${ID}`, ...rest)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: `Updated 1 row of User where id=${ID}.\n`,
    });
    const { stdout } = await run('user', 'get', '-f', `id=${ID}`, '--select', 'username,age,tags,scores', '--json');
    expect(stdout).toBe('{"username":null,"age":30,"tags":["a","b","c"],"scores":{"x":7}}\n');
  });

  it('--ttl makes values that go', async () => {
    expect((await run('user', 'update', '-f', `id=${ID}`, '-s', 'email=x', '--ttl', '1')).code).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { stdout } = await run('user', 'get', '-f', `id=${ID}`, '--select', 'email', '--json');
    expect(stdout).toBe('{"email":null}\n');
  });

  it('update --if-exists makes no row', async () => {
    const outcome = await run(
      'user',
      'update',
      '-f',
      `id=${ID.replace('a', 'b')}`,
      '-s',
      'age=1',
      '--if-exists',
      '--json',
    );
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(outcome.stderr)).toEqual({
      ok: false,
      error: { code: 'CASPY_NOT_APPLIED', message: 'Nothing was updated: there is no User with this key.' },
    });
  });

  it.each([
    [['user', 'insert'], /^Error: insert needs values\./],
    [['user', 'insert', '-s', 'age=1'], /^Error: User\.id /],
    [['user', 'insert', '-s', 'age=x'], /^Error: User\.age is int: expected a whole number\n +Write --set age=42\n$/],
    [['user', 'insert', '-s', `id=${ID}`, '-f', 'age=1'], /--filter means nothing for insert/],
    [
      ['user', 'update', '-s', 'age=1'],
      /^Error: update names one row by its key: User\.id is missing\.\n +Write --filter id=…/,
    ],
    [['user', 'update', '-f', 'username=a', '-s', 'age=1'], /User\.username is no part of it/],
    [['post', 'update', '-f', `authorId=${ID}`, '-f', 'number>1', '-s', 'title=x'], /number is given by a comparison/],
    [['user', 'update', '-f', `id=${ID}`, '-s', 'id=null'], /part of the primary key/],
    [['user', 'update', '-f', `id=${ID}`, '-s', 'age=1', '--ttl', '-1'], /'ttl' is a whole number/],
    [
      ['user', 'update', '-f', `id=${ID}`, '-s', 'age=1', '--consistency', 'LOCAL_QUORM'],
      /Did you mean 'LOCAL_QUORUM'\?/,
    ],
  ])('%j is wrong usage, before there is a connection', async (args, message) => {
    const { code, stdout, stderr } = await run(...args, '--contact-points', '127.255.255.1');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('fails with 1 when no node answers', async () => {
    const outcome = await run('user', 'update', '-f', `id=${ID}`, '-s', 'age=1', '--contact-points', '127.255.255.1');
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('--explain', () => {
  it.each([
    [['user', 'get', '-f', `id=${MARIA}`], 'row', 'WHERE id = ? LIMIT ?'],
    [['user', 'filter', '-f', 'username=maria'], 'index', 'WHERE username = ?'],
    [['user', 'filter', '-f', 'age>5', '--allow-filtering'], 'filtering', 'WHERE age > ? ALLOW FILTERING'],
    [['user', 'count'], 'table', '.users'],
    [['post', 'filter', '-f', `author_id=${MARIA}`, '--order', 'number:asc'], 'partition', 'ORDER BY number ASC'],
    [['post', 'delete', '-f', `author_id=${MARIA}`], 'partition', '.posts WHERE author_id = ?'],
    [['post', 'exists', '-f', `author_id=${MARIA}`], 'partition', 'SELECT author_id, number'],
  ])('%j', async (args, plan, cql) => {
    // Nobody is there to send anything to.
    const outcome = await run(...args, '--explain', '--json', '--contact-points', '127.255.255.1');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const explained = JSON.parse(outcome.stdout) as { plan: string; cql: string };
    expect(explained.plan).toBe(plan);
    expect(explained.cql).toContain(cql);
  });

  it('shows the CQL of a write', async () => {
    const { stdout } = await run('user', 'update', '-f', `id=${ID}`, '-s', 'tags+=["x"]', '--ttl', '5', '--explain');
    expect(stdout).toBe(
      `cql              UPDATE ${project.keyspace}.users USING TTL ? SET tags = tags + ? WHERE id = ?\n` +
        'parameter types  int, set<text>, uuid\n',
    );
  });

  it('a refused plan says why, and how to go on', async () => {
    const { code, stderr } = await run('user', 'filter', '-f', 'age=5', '--explain');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Error: User\.age is neither part of the key nor indexed/);
    expect(stderr).toContain('- add --allow-filtering');
  });
});

describe('--trace and --consistency', () => {
  it('shows the time line of the server on stderr, rows on stdout', async () => {
    const { code, stdout, stderr } = await run(
      ...['user', 'get', '-f', `id=${MARIA}`, '--select', 'username', '--format', 'csv'],
      ...['--trace', '--consistency', 'local-one'],
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'username\nmaria\n' });
    expect(stderr).toMatch(/^\nTrace [\da-f-]{36}: Execute CQL3 prepared query, \d+\.\d\d ms\n/);
    expect(stderr).toMatch(/^\d+\.\d+\.\d+\.\d+ \(coordinator\)$/m);
    expect(stderr).toMatch(/^ +\d+\.\d\d ms {2}─*● +Executing single-partition query on users/m);
  });

  it('traces a write', async () => {
    const { code, stderr } = await run('user', 'update', '-f', `id=${ID}`, '-s', 'age=2', '--trace');
    expect(code).toBe(0);
    expect(stderr).toMatch(/● +Appending to commitlog/);
  });
});

describe('--all and flags that exclude each other', () => {
  it.each([
    [['post', 'filter', '--all', '--limit', '2'], /--all and --limit exclude each other/],
    [['post', 'filter', '--watch', '1', '--output', 'x'], /--watch and --output exclude each other/],
    [['post', 'count', '--explain', '--trace'], /--explain and --trace exclude each other/],
    [['post', 'count', '--watch', '0'], /--watch is a number of seconds/],
    [['post', 'count', '--all'], /--all means nothing for count/],
    [['post', 'delete', '--watch', '1'], /--watch means nothing for delete/],
  ])('%j', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
