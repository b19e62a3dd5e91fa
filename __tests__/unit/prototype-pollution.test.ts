import { pageRequest } from '../../lib/express/index';
import {
  CaspyError,
  Column,
  ConfigurationError,
  DataSource,
  fromPlain,
  PartitionKey,
  Table,
  toPlain,
} from '../../lib/index';
import { repositoryOf } from './support/fake-executor';

@Table()
class Profile {
  @PartitionKey() id!: string;
  @Column('map<text, text>') labels!: Map<string, string>;
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, Map.prototype, Profile.prototype];
const keys = (): unknown[] => PROTOTYPES.map((each) => Reflect.ownKeys(each));
const before = keys();

afterEach(() => {
  expect(keys()).toEqual(before);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(Reflect.get(new Profile(), 'polluted')).toBeUndefined();
});

/** As JSON makes it: `__proto__` is a property like others there. */
const json = (text: string): never => JSON.parse(text) as never;

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

describe.each(NAMES)('%s', (name) => {
  const body = `{"id":"a","${name}":{"polluted":true,"prototype":{"polluted":true}}}`;

  test('is no option of a data source', () => {
    const good = `"contactPoints":["127.0.0.1"],"localDataCenter":"dc"`;
    for (const text of [
      `{${good},"${name}":{"polluted":true}}`,
      `{${good},"pool":{"${name}":1}}`,
      `{${good},"retry":{"${name}":1}}`,
    ]) {
      expect(() => new DataSource(json(text))).toThrow(ConfigurationError);
    }
  });

  test('is no column, of a body or of a condition', async () => {
    const { repository, executor } = repositoryOf(Profile);
    await expect(repository.findBy(json(body))).rejects.toThrow(CaspyError);
    await expect(repository.update({ id: 'a' }, json(`{"${name}":{"polluted":true}}`))).rejects.toThrow(CaspyError);
    await expect(repository.insert(json(body))).rejects.toThrow(CaspyError);
    expect(executor.sent).toEqual([]);
  });

  test('is refused or left out where a body becomes an entity', () => {
    try {
      expect(Object.getPrototypeOf(fromPlain(Profile, json(body)))).toBe(Profile.prototype);
    } catch (error) {
      expect(error).toBeInstanceOf(CaspyError);
    }
  });

  test('is a key of a map like others', () => {
    const profile = Object.assign(new Profile(), { id: 'a', labels: new Map([[name, 'x']]) });
    const plain = toPlain(profile) as { labels: Record<string, string> };
    expect(JSON.stringify(plain)).toBe(`{"id":"a","labels":{"${name}":"x"}}`);
  });

  test('of a query string changes nothing', () => {
    const { size } = pageRequest({ url: `/notes?${name}[polluted]=1&${name}=x&limit=5`, query: json(body) } as never);
    expect(size).toBe(5);
  });
});
