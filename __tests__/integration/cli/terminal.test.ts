import { spawnSync } from 'node:child_process';
import { createProject, type Project } from './support/project';
import { runCaspy, runOnTerminal } from './support/run-caspy';

const MARIA = '00000000-0000-4000-8000-000000000002';

// util-linux's `script` gives a pseudo-terminal without a native module; macOS's takes other flags.
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout.includes('util-linux');
const onTerminal = hasScript ? describe : describe.skip;

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  project.seed();
});

afterAll(() => project.remove());

const widest = (text: string): number =>
  Math.max(
    ...text
      // eslint-disable-next-line no-control-regex
      .replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
      .split('\n')
      .map((line) => line.split('\r').at(-1)?.length ?? 0),
  );

onTerminal('on a terminal', () => {
  it('shows twenty rows, in colours, and says that there are more', async () => {
    const { code, text } = await runOnTerminal(project, ['post', 'filter']);
    expect(code).toBe(0);
    expect(text).toContain('\u001b[1mauthorId\u001b[22m');
    expect(text.match(/post \d+$/gm)).toHaveLength(20);
    expect(text).toContain('20 rows shown, and there are more. Next page: --page ');
  });

  it.each([
    ['--no-color', {}],
    ['-q', { NO_COLOR: '1' }],
  ])('has no colours with %s %j', async (flag, env) => {
    const { text } = await runOnTerminal(project, ['post', 'filter', flag], { env });
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  it.each([80, 200])('fits %d columns', async (columns) => {
    const { text } = await runOnTerminal(
      project,
      ['user', 'filter', '--select', 'id,username,email,tags,createdAt', '-q'],
      {
        columns,
      },
    );
    expect(text).toContain(MARIA);
    expect(widest(text)).toBeLessThanOrEqual(columns);
  });

  it('shows what will go and asks; no is an answer', async () => {
    const answers = [['[y/N]', 'n\n']] as const;
    const { code, text } = await runOnTerminal(project, ['user', 'delete', '-f', 'username=maria'], { answers });
    expect(code).toBe(3);
    expect(text).toContain('1 row of User (table users) where username=maria');
    expect(text).toContain('Nothing was deleted.');
    expect((await runCaspy(project, ['user', 'exists', '-f', `id=${MARIA}`])).stdout).toBe('true\n');
  });

  it('deletes after a yes', async () => {
    const answers = [['[y/N]', 'yes\n']] as const;
    const { code, text } = await runOnTerminal(project, ['user', 'delete', '-f', 'username=maria'], { answers });
    expect(code).toBe(0);
    expect(text).toContain('Deleted 1 row of User.');
    expect((await runCaspy(project, ['user', 'exists', '-f', `id=${MARIA}`])).stdout).toBe('false\n');
    project.seed();
  });

  it.each([
    ['Ctrl-C', '\u0003', 130],
    ['the end of the input', '\u0004', 3],
  ])('takes %s for no', async (_, typed, expected) => {
    const answers = [['[y/N]', typed]] as const;
    const { code } = await runOnTerminal(project, ['user', 'delete', '-f', `id=${MARIA}`], { answers });
    expect(code).toBe(expected);
    expect((await runCaspy(project, ['user', 'exists', '-f', `id=${MARIA}`])).stdout).toBe('true\n');
  });

  it('asks for a password without showing it', async () => {
    const answers = [['Password of ada: ', 'hunter2\n']] as const;
    const { code, text } = await runOnTerminal(project, ['connect', '--username', 'ada'], { answers });
    // A cluster without authentication does not look at it.
    expect(code).toBe(0);
    expect(text).not.toContain('hunter2');
  });
});
