import { spawnSync } from 'node:child_process';
import { oneSecond } from './support/one-second';
import { createProject, type Project } from './support/project';
import { outcomeOf, runCaspy, runOnTerminal, startCaspy } from './support/run-caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout.includes('util-linux');
const onTerminal = hasScript ? describe : describe.skip;

const JOAO = '00000000-0000-4000-8000-000000000001';
const LONG = 'a sentence that goes on for longer than a column of a table can be, whatever the terminal is like';

let project: Project;

beforeAll(async () => {
  project = createProject();
  project.seed();
  const titles = [
    LONG,
    '日本語のタイトル',
    '👩‍👩‍👧 família',
    'cafe\u0301 com açúcar',
    'x'.repeat(300),
    'tab\tand\u001b[2J',
  ];
  for (const [index, title] of titles.entries()) {
    const sets = [`authorId=${JOAO}`, `number=${100 + index}`, `title="${title}"`].flatMap((set) => ['-s', set]);
    const { code, stderr } = await runCaspy(project, ['post', 'insert', ...sets]);
    if (code !== 0) throw new Error(stderr);
  }
});

afterAll(() => project.remove());

const POSTS = ['post', 'filter', '-f', `authorId=${JOAO}`, '-f', 'number>=100', '-q', '--no-color'];

onTerminal('screens', () => {
  it('80 columns: text is wrapped to three lines, then shortened', async () => {
    const { text } = await runOnTerminal(project, POSTS, { columns: 80 });
    expect(text).toBe(
      [
        'authorId                              number  title',
        `${'─'.repeat(36)}  ──────  ${'─'.repeat(34)}`,
        `${JOAO}     105  tab\\tand\\u001b[2J`,
        `${JOAO}     104  ${'x'.repeat(34)}`,
        `${' '.repeat(46)}${'x'.repeat(34)}`,
        `${' '.repeat(46)}${'x'.repeat(33)}…`,
        `${JOAO}     103  cafe\u0301 com açúcar`,
        `${JOAO}     102  👩‍👩‍👧 família`,
        `${JOAO}     101  日本語のタイトル`,
        `${JOAO}     100  a sentence that goes on for longer`,
        `${' '.repeat(46)}than a column of a table can be,`,
        `${' '.repeat(46)}whatever the terminal is like`,
        '',
      ].join('\n'),
    );
  });

  it('200 columns: one line each', async () => {
    const args = [...POSTS.slice(0, -2), '-f', 'number<=103', '-q', '--no-color'];
    const { text } = await runOnTerminal(project, args, { columns: 200 });
    expect(text).toBe(
      [
        'authorId                              number  title',
        `${'─'.repeat(36)}  ──────  ${'─'.repeat(LONG.length)}`,
        `${JOAO}     103  cafe\u0301 com açúcar`,
        `${JOAO}     102  👩‍👩‍👧 família`,
        `${JOAO}     101  日本語のタイトル`,
        `${JOAO}     100  ${LONG}`,
        '',
      ].join('\n'),
    );
  });

  it('80 columns that are not enough: a block for each row', async () => {
    const args = ['user', 'filter', '-f', `id=${JOAO}`, '-q', '--no-color'];
    const { text } = await runOnTerminal(project, args, { columns: 80 });
    expect(text).toBe(
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

  it('colours types, names and null', async () => {
    const args = ['user', 'filter', '-f', 'username=maria', '--select', 'username,isActive,age,avatar', '-q'];
    const { text } = await runOnTerminal(project, args, { columns: 80 });
    expect(text).toBe(
      [
        '\u001b[1musername\u001b[22m  \u001b[1misActive\u001b[22m  \u001b[1mage\u001b[22m  \u001b[1mavatar\u001b[22m',
        '\u001b[2m────────  ────────  ───  ──────\u001b[22m',
        'maria     \u001b[33mtrue\u001b[39m        \u001b[36m8\u001b[39m  \u001b[2mnull\u001b[22m',
        '',
      ].join('\n'),
    );
  });

  it('--all shows what a terminal would leave out', async () => {
    const { text } = await runOnTerminal(project, [
      'post',
      'filter',
      '--all',
      '--select',
      'number',
      '-q',
      '--no-color',
    ]);
    expect(text.trim().split('\n')).toHaveLength(2 + 66);
  });

  it('--watch refreshes in place, ends on Ctrl-C with 130 and gives the cursor back', async () => {
    const args = ['post', 'count', '--watch', '0.2', '--no-color'];
    const { code, text } = await runOnTerminal(project, args, { answers: [['66', '\u0003']] });
    expect(code).toBe(130);
    const [, frame = ''] = text.split('\u001b[2J');
    const visible = frame.replaceAll('\u001b', '^');
    expect(visible).toMatch(/^\^\[HEvery 0\.2 s: post count +\d\d:\d\d:\d\d\^\[K\n\^\[K\n66\^\[K\^\[J/);
    expect(visible).toMatch(/\n(\^\[\?25h)+$/);
  });
});

describe('--watch in a pipe', () => {
  it('prints successive blocks and ends with 130', async () => {
    const child = startCaspy(project, ['user', 'exists', '-f', 'username=maria', '--watch', '0.1']);
    const ended = outcomeOf(child);
    await new Promise<void>((resolve) => {
      let seen = '';
      child.stdout?.on('data', (text: string) => {
        seen += text;
        if (seen.startsWith('true\n\ntrue\n\ntrue')) resolve();
      });
    });
    const from = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).toMatch(/^true\n(\ntrue\n)+$/);
    expect(performance.now() - from).toBeLessThan(oneSecond());
  });
});
