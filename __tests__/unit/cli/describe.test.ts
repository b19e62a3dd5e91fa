import { describeEntity } from '../../../lib/cli/describe/describe-entity';
import { tsType } from '../../../lib/cli/describe/ts-type';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import { Category, Post, tableOf, User } from './support';

describe('tsType', () => {
  it.each([
    ['text', undefined, 'string'],
    ['int', undefined, 'number'],
    ['bigint', undefined, 'bigint'],
    ['bigint', Number, 'number'],
    ['timestamp', undefined, 'Date'],
    ['decimal', undefined, 'string'],
    ['blob', Uint8Array, 'Uint8Array'],
    ['list<int>', undefined, 'number[]'],
    ['set<text>', Array, 'string[]'],
    ['set<text>', Set, 'Set<string>'],
    ['list<frozen<set<int>>>', undefined, '(Set<number>)[]'],
    ['map<text, int>', Object, 'Record<string, number>'],
    ['tuple<int, text>', undefined, '[number, string]'],
    ['vector<float, 3>', Float32Array, 'Float32Array'],
    ['vector<float, 3>', undefined, 'number[]'],
  ])('%s read as %p is %s', (cql, as, expected) => {
    expect(tsType(parseCqlType(cql), as)).toBe(expected);
  });
});

describe('describeEntity', () => {
  it('tells keys with their roles, in the order of the table', () => {
    const { columns, keyspace } = describeEntity(tableOf(Post), 'other');
    expect(keyspace).toBe('blog');
    expect(columns.map(({ column, kind, order }) => [column, kind, order])).toEqual([
      ['author_id', 'partition', null],
      ['number', 'clustering', 'DESC'],
      ['title', 'regular', null],
    ]);
  });

  it('writes the DDL in the keyspace of the configuration, and without one where there is none', () => {
    expect(describeEntity(tableOf(Category), 'Shop').ddl).toEqual([
      'CREATE TABLE IF NOT EXISTS "Shop".categories (name text, PRIMARY KEY ((name)))',
    ]);
    expect(describeEntity(tableOf(Category), undefined).ddl[0]).toContain('EXISTS categories (');
  });

  it('lists indexes by their property', () => {
    expect(describeEntity(tableOf(User), 'k').indexes).toEqual([
      { name: 'users_username_idx', column: 'username', using: 'sai', target: null, options: {} },
    ]);
  });
});
