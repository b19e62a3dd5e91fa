import { SchemaClient } from '../../../../lib/schema/schema-client';
import type { DataSource } from 'caspy';

/** Schema work through the raw CQL of a data source. */
export function schemaClientOf(dataSource: DataSource): SchemaClient {
  return new SchemaClient({
    async execute({ cql, kind }, params) {
      const texts = params.map((param) => (Buffer.isBuffer(param) ? param.toString() : param));
      const { rows } = await dataSource.execute(cql, texts, { timeout: 60_000, prepare: kind !== 'schema' });
      return { rows };
    },
  });
}
