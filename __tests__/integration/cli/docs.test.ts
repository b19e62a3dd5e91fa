import { randomInt } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isGroup } from '../../../lib/cli/command';
import { COMMANDS } from '../../../lib/cli/commands/all';
import { jarFolder } from '../../../lib/testing/cache-folders';
import { defaultVersion } from '../../../lib/testing/options';
import { dropTestData, testDataSource } from '../support/test-data-source';
import { type DocScreen, SCREENS } from './support/doc-screens';
import { onTerminal } from './support/on-terminal';
import { createProject, type Project } from './support/project';
import { runCaspy, runLineOnTerminal, runShell } from './support/run-caspy';
import type { DataSource } from 'caspy';

const PAGE = join(__dirname, '../../../docs/cli.md');
/** `npm run docs:cli` sets it: the page is written anew, screens included. */
const isUpdating = process.env.CASPY_UPDATE_DOCS === '1';

// Each section starts processes, on machines with other work to do.
jest.setTimeout(isUpdating ? 900_000 : 300_000);

const NAMES = COMMANDS.flatMap((command) => {
  const name = command.command.split(' ', 1)[0] ?? '';
  if (name.startsWith('__')) return [];
  return isGroup(command) ? command.commands.map((each) => `${name} ${each.command.split(' ', 1)[0] ?? ''}`) : [name];
});

let project: Project;
let dataSource: DataSource;
/** Of its own, so that `caspy up` meets no Cassandra of whoever runs it. */
let cache: string;

beforeAll(async () => {
  // As long as the name that the page shows, so that tables and lines come out the same.
  project = createProject(
    `s${randomInt(36 ** 3)
      .toString(36)
      .padStart(3, '0')}`,
  );
  dataSource = await testDataSource({ keyspace: project.keyspace, entities: [] });
  cache = realpathSync(mkdtempSync(join(tmpdir(), 'caspy-cache-')));
  const jars = jarFolder(defaultVersion);
  if (existsSync(jars)) symlinkSync(jars, join(cache, `cassandra-${defaultVersion}`), 'dir');
  mkdirSync(join(project.folder, 'new'));
});

afterAll(async () => {
  if (isUpdating) await runCaspy(project, ['down', '--purge', '--force'], { env: { CASPY_CACHE_DIR: cache } });
  rmSync(cache, { recursive: true, force: true });
  await dropTestData(dataSource);
  project.remove();
});

const fence = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;

async function helpOf(name: string): Promise<string> {
  const { stdout } = await runCaspy(project, [...name.split(' '), '--help']);
  // The flags of every command stand once, at the top.
  return fence(
    stdout.replace(
      /\n {2}(?: {4}|-k, |-q, |-h, )--(?:config|contact-points|keyspace|local-dc|port|username|json|quiet|verbose|no-color|help|version) .*(?:\n {20,}.*)*/g,
      '',
    ),
  );
}

/** What is left on the screen: spinners are gone, and their lines with them. */
function settled(text: string): string {
  const lines = text.split('\n').map((line) =>
    line
      // eslint-disable-next-line no-control-regex
      .split(/\r|\u001b\[1?G/)
      .at(-1)
      // eslint-disable-next-line no-control-regex
      ?.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** The same text wherever it was made. */
function neutral(text: string): string {
  return text
    .replaceAll(new RegExp(`\\b${project.keyspace}\\b`, 'g'), 'shop')
    .replaceAll(project.folder, '/home/you/shop')
    .replaceAll(cache, '/home/you/.cache/caspy')
    .replaceAll(String(process.env.CASPY_TEST_CONTACT_POINTS), '127.0.0.1')
    .replaceAll(new RegExp(`(port +|127\\.0\\.0\\.1:)${String(process.env.CASPY_TEST_PORT)}\\b`, 'g'), '$19042')
    .replaceAll(process.versions.node, '20.20.2')
    .replaceAll(/\b20\d{12}(?=-)/g, '20260131120000')
    .replaceAll(/\b20\d\d-\d\d-\d\d([T ])\d\d:\d\d:\d\d/g, (stamp) =>
      stamp.startsWith('2026-01-31T12:00:00') ? stamp : '2026-01-31 12:00:00',
    )
    .replaceAll(/--page \S+/g, '--page AQquQJRoHrc5ygnG5arHi6QABgAEAAAAL')
    .replaceAll(/in \d+ s\b/g, 'in 0 s');
}

async function screenOf({ lines, before = [], answers }: DocScreen): Promise<string> {
  const env = { PWD: project.folder, NO_COLOR: '1', CASPY_CACHE_DIR: cache };
  for (const line of before) {
    const { code, stderr } = await runShell(project, line, { env });
    if (code !== 0) throw new Error(`${line}: ${stderr}`);
  }
  const shown: string[] = [];
  for (const line of lines) {
    const { text } = await runLineOnTerminal(project, line, { env, ...(answers === undefined ? {} : { answers }) });
    shown.push(`$ ${line}\n${settled(text)}`);
  }
  return neutral(shown.map((text) => text.trimEnd()).join('\n\n'));
}

/** Each screen. One that takes a Cassandra of its own is made only where the page has none: delete it there to renew it. */
async function takeScreens(): Promise<ReadonlyMap<DocScreen, string>> {
  const page = readFileSync(PAGE, 'utf8');
  const taken = new Map<DocScreen, string>();
  for (const screen of SCREENS) {
    const kept = screen.once === true ? shownOn(page, screen) : undefined;
    taken.set(screen, kept ?? (await screenOf(screen)));
  }
  return taken;
}

function shownOn(page: string, { lines: [first = ''] }: DocScreen): string | undefined {
  const from = page.indexOf(`\`\`\`text\n$ ${first}\n`);
  return from === -1 ? undefined : page.slice(from + '```text\n'.length, page.indexOf('\n```', from));
}

async function writePage(screens: ReadonlyMap<DocScreen, string>): Promise<void> {
  const sections: string[] = [];
  for (const name of NAMES) {
    const own = SCREENS.filter(({ command }) => command === name).map((screen) => fence(screens.get(screen) ?? ''));
    sections.push([`### caspy ${name}`, await helpOf(name), ...own].join('\n\n'));
  }
  const [intro = ''] = readFileSync(PAGE, 'utf8').split('## The commands');
  const { stdout } = await runCaspy(project, ['--help']);
  writeFileSync(PAGE, `${intro}## The commands\n\n${fence(stdout)}\n\n${sections.join('\n\n')}\n`);
}

/** Without what differs from run to run: numbers, and the blanks and rules that their widths make. */
function outline(text: string): string {
  return text.replaceAll(/[0-9a-f]*\d[0-9a-f.:-]*/g, '0').replaceAll(/[\s─]+/g, ' ');
}

it('docs/cli.md shows the help of every command as it is (npm run docs:cli writes it)', async () => {
  const page = readFileSync(PAGE, 'utf8');
  if (isUpdating) return;
  const { stdout } = await runCaspy(project, ['--help']);
  expect(page).toContain(fence(stdout));
  for (const name of NAMES) expect(page).toContain(`### caspy ${name}\n\n${await helpOf(name)}`);
});

onTerminal('screens', () => {
  it('docs/cli.md shows what the commands print (npm run docs:cli writes it)', async () => {
    const screens = await takeScreens();
    if (isUpdating) await writePage(screens);
    const page = readFileSync(PAGE, 'utf8');
    for (const [{ varies }, text] of screens) {
      if (varies === true) expect(outline(page)).toContain(outline(text));
      else expect(page).toContain(`\n${fence(text)}\n`);
    }
  });
});

it('docs/cli.md names no command that is gone, and has a screen for each', () => {
  const page = readFileSync(PAGE, 'utf8');
  const shown = [...page.matchAll(/^### caspy (.+)$/gm)].map(([, name]) => name);
  expect(shown).toEqual(NAMES);
  for (const section of page.split(/^### caspy /m).slice(1)) expect(section).toContain('```text\n$ ');
});

it('its tables fit 80 columns', () => {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  // The rule under the head is as wide as the table.
  expect(lines.filter((line) => /^─+( {2}─+)*$/.test(line) && line.length > 80)).toEqual([]);
});

it('the text in front of the commands speaks of each', () => {
  const [intro = ''] = readFileSync(PAGE, 'utf8').split('## The commands');
  expect(NAMES.filter((name) => !intro.includes(`caspy ${name}`))).toEqual([]);
});
