import { ValidationError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Codec } from '../types/codec';
import { CodecFault } from '../types/codec';

/** A value as it goes to the server: bytes, or null for a tombstone. */
export type EncodedValue = Buffer | null;

/** A ValidationError for one value: which property, which CQL type, what was wrong. Never the value itself. */
export function misfit(path: string, cqlType: string, fault: CodecFault): ValidationError {
  const where = path + fault.inner;
  const message = `${where} does not fit ${cqlType}: ${fault.message}.`;
  return new ValidationError(message, {
    details: { path: where, cqlType },
    errors: [{ path: where, constraints: { type: fault.message } }],
  });
}

/**
 * The bytes of a value of a column, after the column's transformer.
 *
 * @param value neither null nor undefined
 * @throws ValidationError when the value does not fit the column's type.
 */
export function encodeColumn(column: ColumnMetadata, value: unknown): EncodedValue {
  const stored = column.transformer === undefined ? value : column.transformer.to(value);
  if (stored === null || stored === undefined) return null;
  return encodeWith(column.codec, column.path, stored);
}

/** The bytes of a value by any codec; `path` is for the message. */
export function encodeWith(codec: Codec, path: string, value: unknown): Buffer {
  try {
    return codec.encode(value);
  } catch (error) {
    throw error instanceof CodecFault ? misfit(path, codec.cql, error) : error;
  }
}
