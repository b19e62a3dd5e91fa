import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelsPath } from '../../../../lib/cli/config/models-path';

const folder = mkdtempSync(join(tmpdir(), 'caspy-models-'));

beforeAll(() => {
  for (const path of ['examples/cli_demo', 'examples/my-demo', 'dist', 'deep/entities']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  for (const path of ['examples/cli_demo/index.js', 'examples/my-demo/index.js', 'dist/all.js', 'dist/other.mjs']) {
    writeFileSync(join(folder, path), '');
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('readModelsPath', () => {
  it.each([
    ['examples.cli_demo', ['examples/cli_demo/index.js']],
    ['examples.my_demo', ['examples/my-demo/index.js']],
    ['examples/cli_demo', ['examples/cli_demo/index.js']],
    ['./dist/all.js', ['dist/all.js']],
    ['dist/all', ['dist/all.js']],
    ['dist/other', ['dist/other.mjs']],
    ['dist/**/*.entity.js', ['dist/**/*.entity.js']],
    ['dist/*.{js,cjs}, dist/all.js', ['dist/*.{js,cjs}', 'dist/all.js']],
    ['deep', ['deep/**/*.entity.{js,cjs,mjs}']],
  ])('%s', (text, globs) => {
    expect(readModelsPath(text, folder)).toEqual(globs);
  });

  it('says what leads nowhere', () => {
    expect(() => readModelsPath('dist/all.js,nope', folder)).toThrow(`CASPY_MODELS_PATH: 'nope' is neither`);
  });
});
