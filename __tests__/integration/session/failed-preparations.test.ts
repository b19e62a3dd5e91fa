import { dropTestData, testDataSource } from '../support/test-data-source';
import { type DataSource, QueryError } from 'caspy';

const MAX_PREPARED = 8;

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await testDataSource({ driver: { maxPrepared: MAX_PREPARED }, logging: false });
});
afterAll(() => dropTestData(dataSource));

/** The driver shows its statements to nobody. */
function keptByDriver(): number {
  const prepared: unknown = Reflect.get(dataSource.getSession().metadata, '_preparedQueries');
  return Number(Reflect.get(Object(prepared), 'length'));
}

test('statements that the server will not prepare do not pile up in the driver', async () => {
  for (let number = 0; number < 5 * MAX_PREPARED; number++) {
    await expect(dataSource.execute(`SELECT nothing FROM no_such_table_${number}`)).rejects.toThrow(QueryError);
  }
  expect(keptByDriver()).toBeLessThanOrEqual(MAX_PREPARED);
});

test('one that failed may be sent again, and those that were prepared go on', async () => {
  const good = 'SELECT key FROM system.local WHERE key = ?';
  for (let round = 0; round < 2 * MAX_PREPARED; round++) {
    await expect(dataSource.execute('SELECT wrong FROM')).rejects.toThrow(QueryError);
    await expect(dataSource.execute(`SELECT wrong ${round} FROM`)).rejects.toThrow(QueryError);
    await expect(dataSource.execute(good, ['local'])).resolves.toMatchObject({ rows: [{ key: 'local' }] });
  }
  expect(keptByDriver()).toBeLessThanOrEqual(MAX_PREPARED);
});
