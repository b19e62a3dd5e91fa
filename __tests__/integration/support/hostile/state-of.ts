import type { DataSource } from 'caspy';

const SCHEMA = ['tables', 'columns', 'indexes', 'types', 'views', 'functions', 'aggregates', 'triggers'];

/** The whole schema of the data source's keyspace, and the keyspaces of the cluster that are not other tests'. */
export async function schemaOf(dataSource: DataSource): Promise<unknown> {
  const keyspace = dataSource.keyspace ?? '';
  const state: Record<string, unknown> = {};
  for (const table of SCHEMA) {
    const { rows } = await dataSource.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = ?`, [
      keyspace,
    ]);
    state[table] = rows;
  }
  const { rows } = await dataSource.execute('SELECT * FROM system_schema.keyspaces WHERE keyspace_name = ?', [
    keyspace,
  ]);
  return { ...state, keyspace: rows };
}
