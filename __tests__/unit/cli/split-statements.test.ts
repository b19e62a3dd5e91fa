import { isCql, splitStatements } from '../../../lib/cli/shell/split-statements';

it.each([
  ['SELECT 1', [], 'SELECT 1'],
  ['SELECT 1;', ['SELECT 1'], ''],
  ["SELECT ';' ; SELECT 2", ["SELECT ';'"], ' SELECT 2'],
  ['SELECT "a;b"; -- ;\n', ['SELECT "a;b"'], ''],
  ['SELECT $$;$$; /* ; */', ['SELECT $$;$$'], ''],
  ['BEGIN BATCH a; b; APPLY BATCH; c', ['BEGIN BATCH a; b; APPLY BATCH'], ' c'],
  [';;', [], ''],
])('splits %j', (text, statements, rest) => {
  expect(splitStatements(text)).toEqual({ statements, rest });
});

it.each([
  ['select * from x', true],
  ['  -- note\nINSERT INTO x', true],
  ['DESCRIBE TABLES', true],
  ['list.map(x)', false],
  ['use(x)', false],
  ['comment = 5', false],
  ['await User.all()', false],
  ['selection', false],
  ['SELECT', true],
])('%j is CQL: %p', (text, expected) => {
  expect(isCql(text)).toBe(expected);
});
