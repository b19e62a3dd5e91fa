import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { onTerminal } from './support/on-terminal';
import { createProject, type Project } from './support/project';
import { runCaspy, runOnTerminal, runShell } from './support/run-caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  project.seed();
});

afterAll(() => project.remove());

const shell = (script: string, flags = '') => {
  project.write('script.txt', script);
  return runShell(project, `timeout 30 "${process.execPath}" "$CASPY_BINARY" shell ${flags} < script.txt`, {
    env: { CASPY_BINARY: join(__dirname, '../../../dist/bin/caspy.js') },
  });
};

describe('through a pipe', () => {
  it('runs CQL over several lines, and several statements in one', async () => {
    const { code, stdout, stderr } = await shell(
      "SELECT username, age FROM users\nWHERE username = 'maria'; -- ; not here\nSELECT number FROM posts LIMIT 1; SELECT username FROM users WHERE username = 'a;b'",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('username  age\n────────  ───\nmaria       8\nnumber\n──────\n    49\n');
  });

  it('has the entities as objects, whose names last', async () => {
    const { code, stdout } = await shell(
      [
        `const maria = await User.filter({ username: 'maria' }).first()`,
        'maria.age + 1',
        'maria instanceof User',
        `await User.filter({ age: MoreThan(30), isActive: true }).allowFiltering().count()`,
        'function twice(x) {',
        '  return 2 * x;',
        '}',
        'twice(4)',
      ].join('\n'),
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '9\ntrue\n1\n8\n' });
  });

  it('shows rows as a table', async () => {
    const { stdout } = await shell(`await User.filter({ username: 'maria' }).select('username', 'age').all()`);
    expect(stdout).toBe('username  age\n────────  ───\nmaria       8\n');
  });

  it('knows .tables, .describe and .timing', async () => {
    const { code, stdout, stderr } = await shell('.tables\n.timing on\n1\n.describe post\n.exit\nnever');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^posts +Post\nusers +User\n1\nPost {2}table /m);
    expect(stderr).toMatch(/^Timing is on\.\n(Time: [\d.]+ ms\n)+$/);
  });

  it('writes only when it may', async () => {
    const drop = `UPDATE users SET age = 9 WHERE id = 00000000-0000-4000-8000-000000000002;`;
    const refused = await shell(drop);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('Type .write on, or start the shell with --write.');
    expect(await shell(`.write on\n${drop}`, '-q')).toMatchObject({ code: 0, stderr: '' });
    expect(await shell(drop, '--write')).toMatchObject({ code: 0, stderr: '' });
    project.seed();
  });

  it.each([
    ['SELECT nope FROM users;\nSELECT 1;', 1, /Undefined column name nope/],
    ['nope.x\n1', 1, /nope is not defined/],
    ['await User.filter({ nope: 1 }).all()', 2, /User has no column 'nope'/],
    ['}', 1, /Unexpected token/],
    ['.nope', 2, /There is no command \.nope/],
    ['USE system;', 2, /USE is not sent/],
  ])('ends at the first error: %j', async (script, code, message) => {
    const outcome = await shell(script);
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) as string });
  });
});

onTerminal('on a terminal', () => {
  it('completes tables, columns and methods, keeps a history, and goes on after an error', async () => {
    const history = join(project.folder, 'history');
    const answers = [
      ['> ', 'SELECT age FROM use'],
      ['FROM use', '\t'],
      ['users', ' WHERE userna'],
      ['userna', '\t'],
      ['username', " = 'maria';\r"],
      ['  8', 'User.findOneOrF'],
      ['findOneOrF', '\t'],
      ['findOneOrFail', '.name\r'],
      ["'", 'nope.x\r'],
      ['nope is not defined', '.exit\r'],
    ] as const;
    const { code, text } = await runOnTerminal(project, ['shell', '--no-color'], {
      env: { CASPY_HISTORY: history, NO_COLOR: '1' },
      columns: 200,
      answers,
    });
    expect(code).toBe(0);
    expect(text).toContain(`caspy:${project.keyspace}> `);
    expect(text).toContain('age\n───\n  8');
    expect(readFileSync(history, 'utf8')).toContain("SELECT age FROM users WHERE username = 'maria';");
    expect(statSync(history).mode & 0o077).toBe(0);
  });
});

it('is listed in the help', async () => {
  expect((await runCaspy(project, ['--help'])).stdout).toContain('caspy shell');
});
