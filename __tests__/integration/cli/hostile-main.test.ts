import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createProject } from './support/project';

jest.setTimeout(300_000);

const CASES = 300;

test('whatever stands in any flag, the command ends with an answer or a clear error, and commands no terminal', () => {
  const project = createProject();
  // A server that is not there: nothing may be sent, and nothing would come back.
  project.write(
    'caspy.config.ts',
    `export default { contactPoints: ['127.0.0.1'], port: 1, localDataCenter: 'dc', keyspace: 'shop', entities: ['examples/**/*.entity.js'] };`,
  );
  const before = readdirSync(project.folder).sort();
  const script = join(__dirname, 'support/hostile-main.js');
  const ended = spawnSync(process.execPath, [script, String(CASES)], { cwd: project.folder, encoding: 'utf8' });
  expect(ended.stderr).toBe('');
  const { cases, ends } = JSON.parse(ended.stdout) as { cases: number; ends: Record<string, number> };
  expect(cases).toBe(CASES);
  // Else nothing but refusals was tested.
  expect(ends['0']).toBeGreaterThan(20);
  expect(readdirSync(project.folder).sort()).toEqual(before);
  project.remove();
});
