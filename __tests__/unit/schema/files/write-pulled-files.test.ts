import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePulledFiles } from '../../../../lib/schema/files/write-pulled-files';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'caspy-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const files = [
  { path: 'a.entity.ts', text: 'a' },
  { path: 'b.entity.ts', text: 'b' },
];
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

test('makes the folder, and writes every file', async () => {
  const target = join(folder, 'src/entities');
  expect(await writePulledFiles(target, files)).toEqual({ written: ['a.entity.ts', 'b.entity.ts'], unchanged: [] });
  expect(readdirSync(target)).toEqual(['a.entity.ts', 'b.entity.ts']);
});

test('writes nothing at all when one of the files holds something else', async () => {
  writeFileSync(join(folder, 'b.entity.ts'), 'mine');
  await expect(writePulledFiles(folder, files)).rejects.toMatchObject({
    code: 'CASPY_FILE_EXISTS',
    details: { folder, files: ['b.entity.ts'] },
  });
  expect(readdirSync(folder)).toEqual(['b.entity.ts']);
  expect(read('b.entity.ts')).toBe('mine');
});

test('the same again is no change, and overwrite replaces', async () => {
  await writePulledFiles(folder, files);
  expect(await writePulledFiles(folder, files)).toEqual({ written: [], unchanged: ['a.entity.ts', 'b.entity.ts'] });
  writeFileSync(join(folder, 'b.entity.ts'), 'mine');
  expect(await writePulledFiles(folder, files, { overwrite: true })).toMatchObject({ written: ['b.entity.ts'] });
  expect(read('b.entity.ts')).toBe('b');
  expect(readdirSync(folder)).toEqual(['a.entity.ts', 'b.entity.ts']);
});

test('a link out of the folder is in the way, and is replaced, never followed', async () => {
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'outside'), 'mine');
  symlinkSync(join(folder, 'outside'), join(folder, 'in/a.entity.ts'));
  await expect(writePulledFiles(join(folder, 'in'), files)).rejects.toMatchObject({ code: 'CASPY_FILE_EXISTS' });
  await writePulledFiles(join(folder, 'in'), files, { overwrite: true });
  expect(read('outside')).toBe('mine');
  expect(read('in/a.entity.ts')).toBe('a');
});

test.each(['../x.ts', '/etc/x.ts', 'a/b.ts', '..', 'a\\b.ts', '.env', ''])('refuses the path %j', async (path) => {
  await expect(writePulledFiles(folder, [{ path, text: 'x' }])).rejects.toMatchObject({ code: 'CASPY_CONFIGURATION' });
  expect(readdirSync(folder)).toEqual([]);
});
