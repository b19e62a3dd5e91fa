import { ValidationError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';

/** Cassandra counts the bytes of a key in two bytes. */
const MAX_KEY_BYTES = 65_535;

/**
 * Cassandra refuses what it cannot take as a key; said here, nothing is sent for it and the message names the property.
 *
 * @throws ValidationError for an empty value as the whole partition key, and for more bytes than a key may have.
 */
export function checkKeySize({ partitionKey }: TableMetadata, column: ColumnMetadata, bytes: Buffer): void {
  if (bytes.length > MAX_KEY_BYTES) {
    throw unfit(column, `has ${bytes.length} bytes; a key has at most ${MAX_KEY_BYTES}`);
  }
  if (bytes.length === 0 && column.kind === 'partition' && partitionKey.length === 1) {
    throw unfit(column, 'is empty, which a partition key cannot be');
  }
}

function unfit(column: ColumnMetadata, reason: string): ValidationError {
  return new ValidationError(`${column.path} ${reason}.`, {
    errors: [{ path: column.path, constraints: { key: reason } }],
  });
}
