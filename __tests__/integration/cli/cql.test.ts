import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, type Project } from './support/project';
import { runCaspy } from './support/run-caspy';

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

const cql = (statement: string, ...args: string[]) => runCaspy(project, ['cql', statement, ...args]);

describe('reading', () => {
  it('writes a table, with numbers to the right', async () => {
    const { code, stdout, stderr } = await cql(`SELECT username, age FROM users WHERE id = ${MARIA};`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(['username  age', '────────  ───', 'maria       8', ''].join('\n'));
  });

  it.each([
    ['json', `[\n  {"username":"maria","age":8}\n]\n`],
    ['ndjson', `{"username":"maria","age":8}\n`],
    ['csv', 'username,age\nmaria,8\n'],
  ])('writes %s', async (format, expected) => {
    const { stdout } = await cql('SELECT username, age FROM users WHERE id = ?', '-p', MARIA, '--format', format);
    expect(stdout).toBe(expected);
  });

  it('writes a file', async () => {
    const { stdout } = await cql('SELECT username FROM users WHERE id = ?', '-p', MARIA, '--output', 'out.txt');
    expect(stdout).toBe('');
    expect(readFileSync(join(project.folder, 'out.txt'), 'utf8')).toBe('username\n────────\nmaria\n');
  });

  it('stops at the limit and says so', async () => {
    const { stdout, stderr } = await cql('SELECT number FROM posts', '--limit', '3', '--format', 'csv');
    expect(stdout.trim().split('\n')).toHaveLength(4);
    expect(stderr).toBe('3 rows shown, and there are more. See them by --limit.\n');
  });

  it('writes DDL as it can be run', async () => {
    const { stdout } = await cql('DESCRIBE TABLE posts');
    expect(stdout).toMatch(/^CREATE TABLE \S+\.posts \(\n {4}author_id uuid,$/m);
  });

  it('answers no rows, exit 0', async () => {
    const none = '00000000-0000-4000-8000-00000000000f';
    expect(await cql('SELECT age FROM users WHERE id = ?', '-p', none)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect((await cql('SELECT age FROM users WHERE id = ?', '-p', none, '--json')).stdout).toBe('[]\n');
  });
});

describe('parameters', () => {
  it('are read by the type of their marker', async () => {
    const set = 'UPDATE users SET age = ?, tags = ?, is_active = ?, balance = ?, scores = ?, username = ? WHERE id = ?';
    const values = ['32', '["x"]', 'false', '9007199254740993', '{"a": 1}', "'null'", MARIA];
    const written = await cql(set, ...values.flatMap((value) => ['--param', value]), '--write');
    expect(written).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    const { stdout } = await cql(
      'SELECT age, tags, is_active, balance, scores, username FROM users WHERE id = ?',
      '-p',
      MARIA,
      '--json',
    );
    project.seed();
    expect(JSON.parse(stdout)).toEqual([
      { age: 32, tags: ['x'], is_active: false, balance: '9007199254740993', scores: { a: 1 }, username: 'null' },
    ]);
  });

  it('null is null', async () => {
    await cql('UPDATE users SET email = ? WHERE id = ?', '-p', 'null', '-p', MARIA, '--write');
    const { stdout } = await cql('SELECT email FROM users WHERE id = ?', '-p', MARIA, '--json');
    project.seed();
    expect(JSON.parse(stdout)).toEqual([{ email: null }]);
  });

  it('go by name, in any order, once for a name that stands twice', async () => {
    const statement = 'SELECT username FROM users WHERE id = :id AND age >= :age AND age <= :age ALLOW FILTERING';
    const { code, stdout } = await cql(statement, '-p', 'age=31', '-p', `id=${JOAO}`, '--format', 'csv');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'username\njoao_silva\n' });
  });

  it('work for LIMIT, and for a text that looks like CQL', async () => {
    const { code, stdout } = await cql(
      'SELECT id FROM users WHERE username = ? LIMIT ?',
      '-p',
      "x' OR 1=1",
      '-p',
      '5',
      '--json',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
  });

  it.each([
    ['a wrong value', 'SELECT age FROM users WHERE id = ?', ['abc'], /--param for id, which is uuid: expected a UUID/],
    [
      'a wrong number',
      'SELECT id FROM users WHERE age = ? ALLOW FILTERING',
      ['x'],
      /which is int: expected a whole number/,
    ],
    ['too many', 'SELECT age FROM users WHERE id = ?', [JOAO, '1'], /The statement has 1 marker, and 2 --param came/],
    [
      'too few',
      'SELECT id FROM users WHERE id = ? AND age = ? ALLOW FILTERING',
      [JOAO],
      /In their order: id \(uuid\), age \(int\)/,
    ],
    ['an unknown name', 'SELECT age FROM users WHERE id = :id', ['idd=1'], /no marker :idd\. Did you mean 'id'\?/],
    ['no JSON', 'UPDATE users SET tags = ? WHERE id = ?', ['a,b', JOAO, '--write'], /expected JSON for set<text>/],
  ])('%s is wrong usage, and nothing is sent', async (_, statement, params, message) => {
    const { code, stdout, stderr } = await cql(
      statement,
      ...params.flatMap((param) => (param.startsWith('--') ? [param] : ['-p', param])),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('writing', () => {
  it.each([
    `DELETE FROM users WHERE id = ${JOAO}`,
    `  \n\t delete from users where id = ${JOAO}`,
    `/* SELECT */ DELETE FROM users WHERE id = ${JOAO}`,
    `// SELECT\rDELETE FROM users WHERE id = ${JOAO} /*\nSELECT */`,
    `BEGIN BATCH DELETE FROM users WHERE id = ${JOAO}; APPLY BATCH`,
    'TRUNCATE users',
    'DROP TABLE users',
    'ALTER TABLE users DROP age',
    'EXPLAIN SELECT * FROM users',
  ])('is refused without --write: %j', async (statement) => {
    const { code, stdout, stderr } = await cql(statement);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('may write, so it was not sent');
    expect((await runCaspy(project, ['user', 'exists', '-f', `id=${JOAO}`])).stdout).toBe('true\n');
  });

  it('is never smuggled behind a read', async () => {
    const { code } = await cql(`SELECT age FROM users; DELETE FROM users WHERE id = ${JOAO}`);
    expect(code).toBe(1);
    expect((await runCaspy(project, ['user', 'exists', '-f', `id=${JOAO}`])).stdout).toBe('true\n');
  });

  it('tells whether a condition held', async () => {
    const { code, stdout } = await cql(
      'UPDATE users SET age = 1 WHERE id = ? IF age = 99',
      '-p',
      JOAO,
      '--write',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ '[applied]': false, age: 31 }]);
  });

  it('changes the schema', async () => {
    const made = await cql('CREATE TABLE made_here (id int PRIMARY KEY)', '--write');
    expect(made).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect((await cql('SELECT * FROM made_here', '--json')).stdout).toBe('[]\n');
    expect((await cql('DROP TABLE made_here', '--write')).code).toBe(0);
  });
});

it.each([
  ['a statement that is none', ['SELECT nope FROM users'], 1, /Undefined column name nope/],
  ['USE', ['USE system', '--write'], 2, /USE is not sent/],
  ['two formats', ['SELECT age FROM users', '--json', '--format', 'csv'], 2, /two formats/],
  ['a limit of 0', ['SELECT age FROM users', '--limit', '0'], 2, /--limit is a whole number/],
  ['no statement', [], 2, /Not enough non-option arguments/],
])('%s fails, exit code %#', async (_, args, code, message) => {
  const outcome = await runCaspy(project, ['cql', ...args]);
  expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) as string });
});
