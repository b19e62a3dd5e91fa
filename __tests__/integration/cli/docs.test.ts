import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGroup } from '../../../lib/cli/command';
import { COMMANDS } from '../../../lib/cli/commands/all';
import { createProject, type Project } from './support/project';
import { runCaspy } from './support/run-caspy';

const PAGE = join(__dirname, '../../../docs/cli.md');
/** `npm run docs:cli` sets it: the page is written anew, screens included. */
const isUpdating = process.env.CASPY_UPDATE_DOCS === '1';

// Each section starts a process, on machines with other work to do.
jest.setTimeout(300_000);

const JOAO = '00000000-0000-4000-8000-000000000001';

/** What the page shows of a command, beside its help. */
const SCREENS: ReadonlyMap<string, readonly string[]> = new Map([
  ['doctor', ['doctor']],
  ['info', ['info']],
  ['connect', ['connect']],
  ['models', ['models']],
  ['describe', ['describe', 'post']],
  ['query', ['post', 'filter', '--filter', `authorId=${JOAO}`, '--limit', '3']],
  ['cql', ['cql', 'SELECT username, age FROM users WHERE id = ?', '-p', JOAO]],
  ['schema diff', ['schema', 'diff']],
]);

const NAMES = COMMANDS.flatMap((command) => {
  const name = command.command.split(' ', 1)[0] ?? '';
  if (name.startsWith('__')) return [];
  return isGroup(command) ? command.commands.map((each) => `${name} ${each.command.split(' ', 1)[0] ?? ''}`) : [name];
});

let project: Project;

beforeAll(() => {
  project = createProject();
  if (isUpdating) project.seed();
});

afterAll(() => project.remove());

const fence = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;

async function helpOf(name: string): Promise<string> {
  const { stdout } = await runCaspy(project, [...name.split(' '), '--help']);
  // The flags of every command stand once, at the top.
  return fence(
    stdout.replace(
      /\n {2}(?: {4}|-k, |-q, )--(?:config|contact-points|keyspace|local-dc|port|username|json|quiet|verbose|no-color) .*(?:\n {20,}.*)*/g,
      '',
    ),
  );
}

async function screenOf(name: string): Promise<string> {
  const args = SCREENS.get(name);
  if (args === undefined) return '';
  const { stdout } = await runCaspy(project, args, { env: { PWD: project.folder } });
  const line = args.map((word) => (/[\s?*]/.test(word) ? `"${word}"` : word)).join(' ');
  const text = stdout
    .replaceAll(project.keyspace, 'shop')
    .replaceAll(project.folder, '/home/you/shop')
    .replaceAll(String(process.env.CASPY_TEST_CONTACT_POINTS), '127.0.0.1');
  return `\n\n${fence(`$ caspy ${line}\n${text}`)}`;
}

async function writePage(): Promise<void> {
  const sections: string[] = [];
  for (const name of NAMES) sections.push(`### caspy ${name}\n\n${await helpOf(name)}${await screenOf(name)}`);
  const [intro = ''] = readFileSync(PAGE, 'utf8').split('## The commands');
  const { stdout } = await runCaspy(project, ['--help']);
  writeFileSync(PAGE, `${intro}## The commands\n\n${fence(stdout)}\n\n${sections.join('\n\n')}\n`);
}

it('docs/cli.md shows the help of every command as it is (npm run docs:cli writes it)', async () => {
  if (isUpdating) await writePage();
  const page = readFileSync(PAGE, 'utf8');
  const { stdout } = await runCaspy(project, ['--help']);
  expect(page).toContain(fence(stdout));
  for (const name of NAMES) expect(page).toContain(`### caspy ${name}\n\n${await helpOf(name)}`);
  for (const name of SCREENS.keys())
    if (NAMES.includes(name)) expect(page).toContain(`\n$ caspy ${String(SCREENS.get(name)?.[0])}`);
});

it('docs/cli.md names no command that is gone', () => {
  const shown = [...readFileSync(PAGE, 'utf8').matchAll(/^### caspy (.+)$/gm)].map(([, name]) => name);
  expect(shown).toEqual(NAMES);
});
