import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { oneSecond } from './support/one-second';
import { createProject, type Project } from './support/project';
import { outcomeOf, runCaspy, runShell, startCaspy } from './support/run-caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(90_000);

let project: Project;

const node = (...args: string[]): string => {
  const env = { ...process.env, CASPY_TEST_KEYSPACE: project.keyspace };
  const { status, stdout, stderr } = spawnSync('node', args, { cwd: project.folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

const run = (...args: string[]) => runCaspy(project, args);
const path = (name: string): string => join(project.folder, name);
const read = (name: string): string => readFileSync(path(name), 'utf8');
const lines = (name: string): string[] => read(name).trimEnd().split('\n');

beforeAll(() => {
  project = createProject();
  const here = join(__dirname, 'bulk-project');
  cpSync(join(here, 'everything.entity.js'), path('examples/everything.entity.js'));
  cpSync(join(here, 'everything.js'), path('everything.js'));
  project.seed();
  node('everything.js', 'seed');
});

afterAll(() => project.remove());

describe('a round trip of every type', () => {
  it.each(['all.csv', 'all.ndjson', 'all.csv.gz', 'all.ndjson.gz'])('%s', async (file) => {
    const out = await run('export', 'everything', file);
    expect(out).toMatchObject({ code: 0, stdout: '' });
    expect(out.stderr).toMatch(/^Exported 5 rows of Everything to all\.\S+ in \d+ s\.\n$/);
    await run('cql', 'TRUNCATE twin', '--write', '--force');
    const back = await run('import', 'Twin', file);
    expect(back).toMatchObject({ code: 0, stdout: '' });
    expect(back.stderr).toMatch(/^Imported 5 rows into Twin in \d+ s\.\n$/);
    const expected = node('everything.js', 'rows', 'everything');
    expect(expected.trim().split('\n')).toHaveLength(5);
    expect(node('everything.js', 'rows', 'twin')).toBe(expected);
    expect(existsSync(path(`${file}.checkpoint.json`))).toBe(false);
    expect(existsSync(path(`${file}.partial`))).toBe(false);
    expect(existsSync(path(`${file}.rejected.ndjson`))).toBe(false);
  });

  it('goes through pipes too', async () => {
    await run('cql', 'TRUNCATE twin', '--write', '--force');
    const line = 'caspy export everything --format ndjson | caspy import twin - --format ndjson --json';
    expect(await runShell(project, line)).toMatchObject({ code: 0, stdout: '{"imported":5,"rejected":0}\n' });
    expect(node('everything.js', 'rows', 'twin')).toBe(node('everything.js', 'rows', 'everything'));
  });
});

describe('export', () => {
  it('writes CSV with a header and NDJSON', async () => {
    const csv = await run('export', 'posts', '--filter', 'number=59');
    expect(csv).toMatchObject({
      code: 0,
      stdout: 'authorId,number,title\n00000000-0000-4000-8000-000000000002,59,post 59\n',
      stderr: '',
    });
    const ndjson = await run('export', 'post', '-', '--filter', 'number=59', '--format', 'ndjson');
    expect(ndjson.stdout).toBe('{"authorId":"00000000-0000-4000-8000-000000000002","number":59,"title":"post 59"}\n');
    expect((await run('export', 'post', 'p.ndjson.gz', '--json')).stdout).toBe(
      '{"exported":60,"file":"p.ndjson.gz"}\n',
    );
    expect(
      gunzipSync(readFileSync(path('p.ndjson.gz')))
        .toString()
        .trim()
        .split('\n'),
    ).toHaveLength(60);
  });

  it('ends quietly when the reader goes away', async () => {
    const { stdout, stderr } = await runShell(project, 'caspy export post | head -n 1; echo "${PIPESTATUS[0]}"');
    expect(stdout).toMatch(/^authorId,number,title\n0\n$/);
    expect(stderr).toBe('');
  });

  it.each([
    [['export', 'pst'], /There is no entity 'pst'\. Did you mean 'Post'\?/],
    [['export', 'post', 'file.txt'], /the name says no format/],
    [['export', 'post', '-', '--resume'], /--resume needs a file/],
    [['export', 'post', 'never.csv', '--resume'], /There is no checkpoint never\.csv\.checkpoint\.json/],
    [['export', 'post', 'no/such/folder.csv'], /cannot be written/],
    [['export', 'post', '--concurrency', '0'], /--concurrency is a whole number/],
    [['export', 'post', '--filter', 'nmber=1'], /Did you mean 'number'\?/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('fails with 1 when no node answers, and leaves nothing behind', async () => {
    expect(await run('export', 'post', 'x.csv', '--contact-points', '127.255.255.1')).toMatchObject({ code: 1 });
    expect(existsSync(path('x.csv.partial'))).toBe(false);
  });
});

describe('bad rows', () => {
  const ID = '00000000-0000-4000-8000-0000000001';
  const CSV = [
    'id,username,age,balance,tags',
    `${ID}01,"two`,
    'lines",1,2,"[""a""]"',
    `${ID}02,bad age,x,2,`,
    `${ID}03,too,few`,
    ',no key,1,2,',
    `${ID}04,bad json,1,2,[`,
    '',
    `${ID}05,"",,9007199254740993,`,
    `${ID}06,too large,3000000000,2,`,
    '',
  ].join('\n');

  it('go to a file with line and reason; the others are imported; exit code 1', async () => {
    project.write('bad.csv', CSV);
    const outcome = await run('import', 'user', 'bad.csv');
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toMatch(
      /^Imported 2 rows into User in \d+ s; 5 rejected, see bad\.csv\.rejected\.ndjson\.\n$/,
    );
    const rejected = lines('bad.csv.rejected.ndjson').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'User.age is int: expected a whole number, got a string of another form'],
      [5, 'has 3 fields, the header 5'],
      [6, 'User.id is part of the key and has no value'],
      [7, 'User.tags is set<text>: expected JSON for set<text>, got a text that is not JSON'],
      [10, expect.stringMatching(/^User\.age is int: expected/)],
    ]);
    expect(rejected[0]?.record).toMatchObject({ username: 'bad age', age: 'x', tags: null });
    const { stdout } = await run('user', 'get', '-f', `id=${ID}01`, '--json', '--select', 'username,tags,email');
    expect(stdout).toBe('{"username":"two\\nlines","tags":["a"],"email":null}\n');
    const empty = await run('user', 'get', '-f', `id=${ID}05`, '--json', '--select', 'username,age,balance');
    expect(empty.stdout).toBe('{"username":"","age":null,"balance":"9007199254740993"}\n');
  });

  it('--dry-run finds them without a connection; exit code 4', async () => {
    const args = ['import', 'user', 'bad.csv', '--dry-run', '--contact-points', '127.255.255.1'];
    const outcome = await run(...args, '--rejected', 'dry.ndjson', '--json');
    expect(outcome).toMatchObject({
      code: 4,
      stdout: '{"valid":2,"rejected":5,"rejectedFile":"dry.ndjson"}\n',
    });
    expect(lines('dry.ndjson')).toHaveLength(5);
  });

  it('--max-errors ends the import', async () => {
    const outcome = await run('import', 'user', 'bad.csv', '--max-errors', '4');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(
      /^Error: 5 rows were rejected, more than --max-errors 4\. Line 4: User\.age is int/m,
    );
  });

  it('of NDJSON', async () => {
    const good = `{"id":"${ID}10","balance":"9007199254740993","scores":{"x":1}}`;
    project.write(
      'bad.ndjson',
      `${good}\n\n{"id":"${ID}11","balance":9007199254740993}\n{"id":\n[1]\n{"id":"${ID}12","nope":1}\n`,
    );
    expect((await run('import', 'user', 'bad.ndjson')).code).toBe(1);
    const rejected = lines('bad.ndjson.rejected.ndjson').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'User.balance is bigint: expected a number this large in quotes, got a number outside the safe range'],
      [4, 'is no JSON'],
      [5, 'is no JSON object'],
      [6, "User has no column 'nope'."],
    ]);
  });

  it.each([
    [['import', 'user', 'never.csv'], /never\.csv cannot be read: there is no such file/],
    [['import', 'user'], /Not enough non-option arguments/],
    [['import', 'user', '-', '--resume'], /--resume does not go with stdin/],
    [['import', 'user', 'bad.csv', '--max-errors', '-1'], /--max-errors is a whole number/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('says null on purpose with --write-nulls only', async () => {
    project.write('null.ndjson', `{"id":"${ID}01","username":null}\n`);
    await run('import', 'user', 'null.ndjson');
    const get = ['user', 'get', '-f', `id=${ID}01`, '--json', '--select', 'username'];
    expect((await run(...get)).stdout).toBe('{"username":"two\\nlines"}\n');
    await run('import', 'user', 'null.ndjson', '--write-nulls');
    expect((await run(...get)).stdout).toBe('{"username":null}\n');
  });
});

describe('an interrupt', () => {
  const AUTHOR = '00000000-0000-4000-8000-0000000000ff';
  const ROWS = 60_000;

  it('of an import keeps a checkpoint, and --resume goes on to the end', async () => {
    const rows = Array.from({ length: ROWS }, (_, number) => `${AUTHOR},${number},title ${number}\n`);
    project.write('many.csv', `authorId,number,title\n${rows.join('')}`);
    const stopped = await interrupted(['import', 'post', 'many.csv', '--concurrency', '1'], 'many.csv.checkpoint.json');
    expect(stopped.stderr).toMatch(/^Stopped after \d+ rows\. Go on with: caspy import Post many\.csv --resume\n$/);
    const { records } = JSON.parse(read('many.csv.checkpoint.json')) as { records: number };
    expect(records).toBeGreaterThan(0);
    expect(records).toBeLessThan(ROWS);
    const resumed = await run('import', 'post', 'many.csv', '--resume');
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toMatch(/^Imported 60000 rows into Post/);
    expect((await run('post', 'count', '-f', `authorId=${AUTHOR}`)).stdout).toBe(`${ROWS}\n`);
    expect(existsSync(path('many.csv.checkpoint.json'))).toBe(false);
  });

  it.each(['out.csv', 'out.ndjson.gz'])('of an export to %s: every row once in the end', async (file) => {
    const args = ['export', 'post', file, '--concurrency', '1'];
    const stopped = await interrupted(args, `${file}.partial`, 5_000);
    expect(existsSync(path(file))).toBe(false);
    if (stopped.code === 0) throw new Error('The export was faster than its interrupt.');
    expect(stopped.stderr).toMatch(/^Stopped after \d+ rows\. Go on with: caspy export post out\.\S+ --resume\n$/);
    expect((await run('export', 'user', file, '--resume')).stderr).toMatch(/does not belong to this run: its table/);
    const resumed = await run(...args, '--resume');
    expect(resumed.code).toBe(0);
    const content = readFileSync(path(file));
    const text = (file.endsWith('.gz') ? gunzipSync(content) : content).toString();
    const rows = text
      .trimEnd()
      .split('\n')
      .slice(file.endsWith('.csv') ? 1 : 0);
    expect(rows).toHaveLength(ROWS + 60);
    expect(new Set(rows).size).toBe(ROWS + 60);
    expect(existsSync(path(`${file}.partial`))).toBe(false);
    expect(existsSync(path(`${file}.checkpoint.json`))).toBe(false);
  });

  /** Runs the command and interrupts it when the file has some content; ends within a second, with 130. */
  async function interrupted(
    args: string[],
    file: string,
    atLeast = 1,
  ): Promise<{ code: number | null; stderr: string }> {
    const child = startCaspy(project, args);
    const ended = outcomeOf(child);
    while (child.exitCode === null && !(existsSync(path(file)) && readFileSync(path(file)).length >= atLeast)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const from = performance.now();
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(performance.now() - from).toBeLessThan(oneSecond());
    return { code, stderr };
  }
});
