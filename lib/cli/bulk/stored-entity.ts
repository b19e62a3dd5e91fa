import type { ColumnRole } from '../../metadata/arguments';
import { recordColumn, recordTable } from '../../metadata/record';
import type { ColumnMetadata, EntityClass, TableMetadata } from '../../metadata/table-metadata';
import type { AnyRow } from '../queries/query-run';

const ROLES: Readonly<Record<ColumnMetadata['kind'], ColumnRole>> = {
  partition: 'partition',
  clustering: 'clustering',
  static: 'regular',
  regular: 'regular',
};

/**
 * A class for the same table that holds what is stored and nothing else: no transformers, defaults, versions, hooks or
 * other forms. What it reads and writes is the table's own data, so an export comes back as it was; a transformer that
 * hashes a password would hash the hash once more.
 */
export function storedEntity(table: TableMetadata): EntityClass<AnyRow> {
  class Stored implements AnyRow {
    readonly [property: string]: unknown;
  }
  // It stands in messages.
  Object.defineProperty(Stored, 'name', { value: table.name });
  const { consistency, timeout, fetchSize, profile } = table.options;
  recordTable(Stored, {
    name: table.tableName,
    ...(table.keyspace === undefined ? {} : { keyspace: table.keyspace }),
    ...(consistency === undefined ? {} : { consistency }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(fetchSize === undefined ? {} : { fetchSize }),
    ...(profile === undefined ? {} : { profile }),
  });
  for (const { property, name, kind, type, order } of table.columns) {
    const options = {
      name,
      ...(kind === 'static' ? { static: true } : {}),
      ...(order === undefined ? {} : { order }),
    };
    recordColumn(Stored, property, ROLES[kind], type, options, undefined);
  }
  return Stored;
}
