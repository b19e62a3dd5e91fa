import fc from 'fast-check';
import { toQuerySet } from '../../../lib/cli/queries/query-run';
import { readQuery } from '../../../lib/cli/queries/read-query';
import { readWrite, sendWrite } from '../../../lib/cli/queries/write';
import { CaspyError } from '../../../lib/errors';
import { hostileArgs } from '../../unit/cli/hostile-args';
import { Post, tablesOf, User } from '../../unit/cli/support';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource } from 'caspy';

jest.setTimeout(120_000);

let dataSource: DataSource;
let blog: string;

const CANARY = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [User] });
  blog = dataSource.keyspace ?? '';
  const canary = { id: CANARY, username: 'canary', age: 7, marks: new Set([1]), tag: '#x' };
  await dataSource.getRepository(User).insert(canary);
});

afterAll(() => dropTestData(dataSource));

const canary = async (): Promise<unknown> => {
  const { rows } = await dataSource.execute(`SELECT JSON * FROM "${blog}".users WHERE id = ?`, [CANARY]);
  const tables = await dataSource.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', [
    blog,
  ]);
  return { row: rows[0], tables: tables.rows.map((row) => row.table_name) };
};

it('whatever stands in the flags, the server gets values, and a row that nobody names stays as it is', async () => {
  const before = await canary();
  const table = tablesOf(User, Post)[0]!;
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      hostileArgs([table]),
      fc.constantFrom('filter', 'count', 'insert', 'update'),
      async (args, action) => {
        try {
          const repository = dataSource.getRepository(User) as never;
          if (action === 'insert' || action === 'update') {
            await sendWrite(repository, readWrite(table, action, args));
          } else {
            const querySet = toQuerySet(repository, readQuery(table, action, args));
            await (action === 'count' ? querySet.count() : querySet.page());
          }
          answered += 1;
        } catch (error) {
          if (!(error instanceof CaspyError)) throw error;
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(answered).toBeGreaterThan(10);
  expect(await canary()).toEqual(before);
});
