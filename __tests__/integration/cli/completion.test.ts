import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { CASPY, createProject, type Project } from './support/project';
import { runCaspy } from './support/run-caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(60_000);

let project: Project;

beforeAll(() => {
  project = createProject();
  project.write('caspy', `#!/bin/sh\nexec "${process.execPath}" "${CASPY}" "$@"\n`);
  chmodSync(join(project.folder, 'caspy'), 0o755);
});

afterAll(() => project.remove());

/** What bash offers behind a line, with its own word breaks at `=` and `:`. */
function inBash(line: string): string[] {
  const words = line.split(/(?<==)|(?==)| /).filter((word) => word !== '');
  if (line.endsWith(' ') || line.endsWith('=')) words.push('');
  const script = `source <(caspy completion bash); COMP_LINE="$1"; COMP_POINT=\${#1}; shift
    COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _caspy; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', line, ...words], {
    cwd: project.folder,
    env: { ...process.env, PATH: `${project.folder}:${String(process.env.PATH)}` },
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((word) => word !== '');
}

it.each([
  ['caspy des', ['describe']],
  ['caspy us', ['user', 'users']],
  ['caspy user co', ['count']],
  ['caspy query po', ['post', 'posts']],
  ['caspy describe po', ['post', 'posts']],
  ['caspy user filter --filter isA', ['isActive=']],
  ['caspy user filter -f age', ['age=']],
  ['caspy user filter --filter isActive=t', ['true']],
  ['caspy user filter --select id,user', ['id,username']],
  ['caspy user filter --form', ['--format']],
  ['caspy cql --format nd', ['ndjson']],
  ['caspy schema di', ['diff']],
])('bash completes %j', (line, expected) => {
  expect(inBash(line)).toEqual(expected);
});

it('sees a field that a compiled entity got since', () => {
  inBash('caspy post filter -f ti');
  project.write(
    'examples/cli_demo/post.entity.js',
    `const { Column, PartitionKey, Table } = require('caspy');
     class Post {} PartitionKey('uuid')(Post.prototype, 'authorId'); Column('text')(Post.prototype, 'tint');
     Table('posts')(Post); exports.Post = Post;`,
  );
  expect(inBash('caspy post filter -f ti')).toEqual(['tint=']);
});

it('stays silent where there is no project, and out of the help', async () => {
  const { code, stdout, stderr } = await runCaspy(project, ['__complete', '--', 'us'], { cwd: '/' });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  expect((await runCaspy(project, ['--help'])).stdout).not.toContain('__complete');
});

const isInstalled = (shell: string): boolean => {
  const found = spawnSync(shell, ['--version']).error === undefined;
  if (!found) process.stderr.write(`What ${shell} completes is not tested: it is not installed.\n`);
  return found;
};

// Keys are typed into a shell of its own, and what it would list is printed; READY is put together so that its echo is not taken for it.
const ZSH = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "autoload -Uz compinit; compinit -D -u; source <(caspy completion zsh)"
zpty -w z 'zle -C shown complete-word _shown; _shown() { compadd() { builtin compadd -O hits "$@"; all+=("\${hits[@]}"); }; all=(); _main_complete; print -r -- "HITS:\${(j:|:)all}:END"; }; bindkey "^I" shown; print RE""ADY'
zpty -r z out '*READY*'
zpty -w -n z "$1"$'\\t'
zpty -r z out '*HITS:*:END*'
print -r -- "\${\${out##*HITS:}%%:END*}"`;

const SHELLS: Readonly<Record<string, (line: string) => readonly [args: readonly string[], separator: string]>> = {
  zsh: (line) => [['-f', '-c', ZSH, 'zsh', line], '|'],
  fish: (line) => [['--no-config', '-c', 'caspy completion fish | source; complete -C "$argv[1]"', line], '\n'],
};

describe.each(['zsh', 'fish'])('%s', (shell) => {
  const itThere = isInstalled(shell) ? it : it.skip;

  it('gets a script', async () => {
    const { code, stdout } = await runCaspy(project, ['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('caspy __complete --');
  });

  itThere.each([
    ['caspy des', ['describe']],
    ['caspy us', ['user', 'users']],
    ['caspy user filter --filter isA', ['isActive=']],
    ['caspy user filter --filter isActive=t', ['isActive=true']],
    ['caspy user filter --select id,user', ['id,username']],
    ['caspy import user exam', ['examples']],
  ])('completes %j', (line, expected) => {
    const [args, separator] = SHELLS[shell]?.(line) ?? [[], ''];
    const { stdout } = spawnSync(shell, args, {
      cwd: project.folder,
      env: { ...process.env, PATH: `${project.folder}:${String(process.env.PATH)}`, TERM: 'xterm' },
      encoding: 'utf8',
      timeout: 50_000,
    });
    // fish lists a folder with its slash.
    const found = stdout.split(separator).map((word) => word.trim().replace(/\/$/, ''));
    // zsh asks twice, because here nothing is added to its list.
    expect([...new Set(found)].filter((word) => word !== '')).toEqual(expected);
  });
});

it('refuses another shell, exit 2', async () => {
  expect(await runCaspy(project, ['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' });
});
