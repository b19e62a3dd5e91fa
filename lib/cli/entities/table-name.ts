import type { TableMetadata } from '../../metadata/table-metadata';

/** `table`, or `keyspace.table` where the entity names its keyspace itself. */
export function tableName({ keyspace, tableName: table }: TableMetadata): string {
  return keyspace === undefined ? table : `${keyspace}.${table}`;
}
