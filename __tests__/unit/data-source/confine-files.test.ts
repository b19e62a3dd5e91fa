import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findConfig } from '../../../lib/cli/config/find-config';
import { readModelsPath } from '../../../lib/cli/config/models-path';
import { loadEntities } from '../../../lib/data-source/load-entities';
import { loadSubscribers } from '../../../lib/data-source/load-subscribers';
import { findMigrations } from '../../../lib/data-source/migrations/load-migrations';
import { ConfigurationError } from '../../../lib/index';

const MARK = '__caspyOutsideWasLoaded';
const CASPY = JSON.stringify(resolve(__dirname, '../../../lib/index'));
const USER = `
  const { PartitionKey, Table } = require(${CASPY});
  class User {}
  PartitionKey('text')(User.prototype, 'id');
  Table()(User);
  exports.User = User;
`;

let folder: string;
const app = (): string => join(folder, 'project/app');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caspy-confined-'));
  const files: Readonly<Record<string, string>> = {
    'outside/evil.entity.js': `globalThis.${MARK} = true; ${USER}`,
    'outside/20260101000000-evil.js': `globalThis.${MARK} = true;`,
    'project/package.json': '{}',
    'project/shared/user.entity.js': USER,
    'project/app/user.entity.js': USER,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => expect(Reflect.has(globalThis, MARK)).toBe(false));

const ESCAPES = [
  '../../outside/*.js',
  '../../outside/evil.entity.js',
  './../../outside/*.js',
  'user/../../../outside/*.js',
  '../../**/evil*.js',
];
const URLS = [
  'https://example.org/user.entity.js',
  'HTTP://example.org/*.js',
  'file:///etc/*.js',
  'data:text/javascript,exports.x=1',
  'node:fs',
  '//server/share/*.js',
  '\\\\server\\share\\*.js',
];

describe('globs of entities', () => {
  test.each(ESCAPES)('%s leaves the project: refused, and nothing is loaded', async (glob) => {
    const refused = loadEntities([glob], app());
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(/outside the project .*Write an absolute path/);
  });

  test.each(URLS)('%s is no path of this machine', async (glob) => {
    await expect(loadEntities([glob], app())).rejects.toThrow(/is no path of this machine/);
  });

  test.each(['*.entity.js', '../app/*.js', '../shared/*.js', '../**/user.entity.js'])(
    '%s stays inside',
    async (glob) => {
      expect((await loadEntities([glob], app())).map(({ name }) => name)).toContain('User');
    },
  );

  test('an absolute path asks for what it names', async () => {
    const names = (await loadEntities([join(folder, 'project/shared/*.js')], join(folder, 'outside'))).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['User']);
  });
});

test.each([...ESCAPES.slice(0, 3), ...URLS])('subscribers and migrations: %s is refused', async (glob) => {
  await expect(loadSubscribers([glob], app())).rejects.toThrow(ConfigurationError);
  await expect(findMigrations([glob], app())).rejects.toThrow(ConfigurationError);
});

describe('the command', () => {
  test.each(['../../outside', '../../outside/evil.entity.js'])('CASPY_MODELS_PATH=%s is refused', (path) => {
    expect(() => readModelsPath(path, app())).toThrow(/outside the project/);
  });

  test('CASPY_MODELS_PATH may lead to other folders of the project', () => {
    expect(readModelsPath('../shared', app())).toEqual([join(folder, 'project/shared/**/*.entity.{js,cjs,mjs}')]);
  });

  test.each(['https://example.org/caspy.config.js', 'file:///tmp/caspy.config.js', 'data:text/javascript,1'])(
    '--config %s is no path',
    (given) => {
      expect(() => findConfig(app(), given)).toThrow(/take a path, no URL/);
    },
  );

  test('a config of a folder above is not found by itself', () => {
    writeFileSync(join(folder, 'project/caspy.config.js'), `globalThis.${MARK} = true; module.exports = {};`);
    expect(findConfig(app(), undefined)).toBeUndefined();
  });
});
