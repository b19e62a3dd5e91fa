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

it.each(['zsh', 'fish'])(
  'prints a script for %s, which its own parser accepts where it is installed',
  async (shell) => {
    const { code, stdout } = await runCaspy(project, ['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('caspy __complete --');
    const checked = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' });
    if (checked.error === undefined) expect(checked).toMatchObject({ status: 0, stderr: '' });
  },
);

it('refuses another shell, exit 2', async () => {
  expect(await runCaspy(project, ['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' });
});
