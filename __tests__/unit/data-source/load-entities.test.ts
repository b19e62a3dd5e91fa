import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { loadEntities } from '../../../lib/data-source/load-entities';
import type { EntitySource } from '../../../lib/data-source/load-entities';
import { ConfigurationError, MetadataError, PartitionKey, Table } from '../../../lib/index';
import { rejectionOf } from '../support/reading';

const CASPY = JSON.stringify(resolve(__dirname, '../../../lib/index'));

const entity = (name: string, decorate = "PartitionKey('text')", exported = `exports.${name} = ${name}`): string => `
const { PartitionKey, Table } = require(${CASPY});
class ${name} {}
${decorate}(${name}.prototype, 'id');
Table()(${name});
${exported};
`;

@Table()
class Given {
  @PartitionKey() id!: string;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caspy-entities-'));
  const files: Readonly<Record<string, string>> = {
    'good/user.entity.js': entity('User'),
    'good/post.entity.js': `${entity('Post')} exports.helper = () => 1; exports.text = 'x'; exports.nothing = null;`,
    'good/default.entity.js': entity('Only', "PartitionKey('text')", 'exports.default = Only'),
    'good/user.entity.d.ts': 'export declare class User {}',
    'good/user.entity.js.map': '{}',
    'user-types/place.type.js': `
      const { Column, UserType } = require(${CASPY});
      class Place {}
      Column('text')(Place.prototype, 'street');
      UserType()(Place);
      exports.Place = Place;
    `,
    'empty/plain.js': 'class Plain {} exports.Plain = Plain;',
    'types/user.d.ts': 'export declare class User {}',
    'broken/throws.js': `throw new Error('boom\\nsecond line');`,
    'broken/strange.js': `throw 'a text';`,
    'broken/missing.js': `require('./not-there');`,
    'source/user.ts': `throw new SyntaxError('Unexpected token');`,
    'refused/number.js': entity('Counted', 'PartitionKey()'),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const load = async (...sources: readonly EntitySource[]): Promise<string[]> =>
  (await loadEntities(sources, folder)).map(({ name }) => name);

describe('what is loaded', () => {
  test('classes as they are, files in the order of their names, exports that are entities', async () => {
    expect(await load(Given, 'good/*')).toEqual(['Given', 'Only', 'Post', 'User']);
  });

  test('nothing twice', async () => {
    expect(await load('good/user*', 'good/*.js', Given, Given)).toEqual(['User', 'Only', 'Post', 'Given']);
  });

  test('user-defined types too, which no table need use', async () => {
    expect(await load('user-types/*', 'good/user*')).toEqual(['Place', 'User']);
  });

  test('an absolute glob', async () => {
    expect(await load(`${folder}/**/user.entity.js`)).toEqual(['User']);
  });

  test('nothing out of nothing', async () => {
    expect(await load()).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each<[string, string, RegExp]>([
    [
      'a glob without match',
      'dist/**/*.js',
      /^ConfigurationError: The entities glob 'dist\/\*\*\/\*\.js' matches no file below .*\. Is the project compiled\?/,
    ],
    ['declarations only', 'types/*', /matches no file/],
    [
      'a file without entity',
      'empty/*.js',
      /^ConfigurationError: The entities glob 'empty\/\*\.js' matches .*plain\.js, but no export there is a class with @Table\(\)/,
    ],
    [
      'a file that throws',
      'broken/throws.js',
      /^ConfigurationError: The entity file .*throws\.js could not be loaded: boom\. The error of the file itself is in 'cause'/,
    ],
    ['a file that throws no error', 'broken/strange.js', /could not be loaded: a text\./],
    ['a file that lacks another', 'broken/missing.js', /could not be loaded: Cannot find module '\.\/not-there'/],
    [
      'a file that is not compiled',
      'source/*.ts',
      /user\.ts could not be loaded: Unexpected token\. Entities are loaded compiled: run the TypeScript compiler and point 'entities' at its output \(dist\/\*\*\/\*\.js\)/,
    ],
  ])('%s', async (_, glob, message) => {
    expect(await rejectionOf(load(glob))).toMatch(message);
  });

  test('the error of a file is the cause', async () => {
    await expect(load('broken/throws.js')).rejects.toMatchObject({ cause: { message: 'boom\nsecond line' } });
  });

  test('a decorator that refuses speaks for itself', async () => {
    await expect(load('refused/*.js')).rejects.toThrow(MetadataError);
    await expect(load('refused/*.js')).rejects.toThrow(/^Counted\.id: has no CQL type/);
  });

  test.each([5, null, undefined, {}])('%p is neither class nor glob', async (source) => {
    await expect(load(source as never)).rejects.toThrow(ConfigurationError);
  });
});
