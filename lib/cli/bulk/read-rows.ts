import type { ColumnMetadata, InheritanceMetadata, TableMetadata } from '../../metadata/table-metadata';
import { didYouMean } from '../../suggest';
import { CodecFault } from '../../types/codec';
import { parseJson, parseText } from '../../types/parse-text';
import { findField } from '../entities/find-field';
import type { AnyRow } from '../queries/query-run';
import type { RawRecord } from './raw-record';

/** A row that can be written, or a record that cannot, and why. */
export type ReadRow =
  | { readonly line: number; readonly row: AnyRow; readonly record: unknown }
  | { readonly line: number; readonly reason: string; readonly record: unknown };

/** How null is written. */
export interface RowOptions {
  /** As a tombstone; else it writes nothing. */
  readonly writesNulls: boolean;
  /** Of an entity that shares its table: a row is of this class, or of one below it. */
  readonly inheritance?: InheritanceMetadata | undefined;
}

/** A function that reads records as rows of stored values, each value by the type of its column. */
export function rowReader(table: TableMetadata, { writesNulls, inheritance }: RowOptions): (raw: RawRecord) => ReadRow {
  const columns = new Map<string, ColumnMetadata | undefined>();
  const columnOf = (name: string): ColumnMetadata | undefined => {
    if (!columns.has(name)) columns.set(name, findField(table, name));
    return columns.get(name);
  };
  return (raw) => {
    if ('reason' in raw) return raw;
    const { line, values: record } = raw;
    try {
      const row: AnyRow = {};
      for (const [name, value] of Object.entries(record)) {
        const column = columnOf(name) ?? unknownColumn(table, name);
        const read = value === null ? null : readValue(column, value, raw.isText);
        if (writesNulls || !isNothing(column, read)) row[column.property] = read;
      }
      if (inheritance !== undefined) setKind(table, inheritance, row);
      requireKey(table, row);
      return { line, row, record };
    } catch (error) {
      if (error instanceof RowFault) return { line, reason: error.message, record };
      throw error;
    }
  };
}

/** Why a record is no row; never holds its values. */
class RowFault extends Error {}

function unknownColumn({ name, columns }: TableMetadata, word: string): never {
  const known = columns.map(({ property }) => property);
  throw new RowFault(`${name} has no column '${word}'.${didYouMean(word, known)}`);
}

function readValue(column: ColumnMetadata, value: unknown, isText: boolean): unknown {
  try {
    const read = isText ? parseText(column.type, String(value)) : parseJson(column.type, value);
    // The codec knows what else does not fit: keys that are one key in CQL, vectors of another length.
    column.codec.encode(read);
    return read;
  } catch (error) {
    if (!(error instanceof CodecFault)) throw error;
    throw new RowFault(`${column.path}${error.inner} is ${column.cqlType}: ${error.message}`);
  }
}

/** Cassandra cannot tell an empty collection from none, unless it is frozen. */
function isNothing({ empty }: ColumnMetadata, value: unknown): boolean {
  if (value === null) return true;
  if (empty === undefined) return false;
  return Array.isArray(value) ? value.length === 0 : (value instanceof Set || value instanceof Map) && value.size === 0;
}

/** Without its discriminator a row would be of no class; with that of a sister it would be another entity's. */
function setKind(
  { clusteringKey }: TableMetadata,
  { column, value, isRoot, kinds }: InheritanceMetadata,
  row: AnyRow,
): void {
  const { property, path } = column;
  const given = row[property] ?? undefined;
  if (given !== undefined && !isRoot && (typeof given !== 'string' || !kinds.has(given))) {
    throw new RowFault(`${path} is of another entity: here it is ${[...kinds.keys()].join(' or ')}`);
  }
  const others = clusteringKey.filter((each) => each.property !== property);
  const isStaticOnly = others.length > 0 && others.every((each) => (row[each.property] ?? undefined) === undefined);
  if (given === undefined && !isStaticOnly) row[property] = value;
}

/** A partition that holds static columns only has no clustering key. */
function requireKey({ partitionKey, clusteringKey }: TableMetadata, row: AnyRow): void {
  const isGiven = ({ property }: ColumnMetadata): boolean => row[property] !== undefined && row[property] !== null;
  const missing =
    partitionKey.find((column) => !isGiven(column)) ??
    (clusteringKey.some(isGiven) ? clusteringKey.find((column) => !isGiven(column)) : undefined);
  if (missing !== undefined) throw new RowFault(`${missing.path} is part of the key and has no value`);
}
