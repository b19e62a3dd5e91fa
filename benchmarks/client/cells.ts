import type { RowValues } from '../suite/rows';

/** Types of the native protocol by column, as they stand in the metadata of a result. */
const TYPES: Readonly<Record<string, readonly number[]>> = {
  owner: [0x0c],
  seq: [0x09],
  name: [0x0d],
  email: [0x0d],
  city: [0x0d],
  age: [0x09],
  visits: [0x02],
  score: [0x07],
  active: [0x04],
  created_at: [0x0b],
  tags: [0x22, 0x0d],
  labels: [0x21, 0x0d, 0x0d],
};

/** The name of a column and its type, as metadata has them. @throws Error for a column that the table does not have. */
export function specOf(column: string): Buffer {
  const type = TYPES[column];
  if (type === undefined) throw new Error(`The fake server has no column ${column}.`);
  return Buffer.concat([text16(column), ...type.map(short)]);
}

/** The cells of a row in the order of the columns, as a result has them. */
export function cellsOf(row: RowValues, columns: readonly string[]): Buffer {
  return Buffer.concat(columns.map((column) => bytes(encoded(row, column))));
}

function encoded(row: RowValues, column: string): Buffer {
  switch (column) {
    case 'owner':
      return Buffer.from(row.owner.replaceAll('-', ''), 'hex');
    case 'seq':
    case 'age':
      return int(row[column]);
    case 'visits':
      return long(row.visits);
    case 'created_at':
      return long(BigInt(row.createdAt.getTime()));
    case 'score': {
      const buffer = Buffer.alloc(8);
      buffer.writeDoubleBE(row.score);
      return buffer;
    }
    case 'active':
      return Buffer.from([row.active ? 1 : 0]);
    case 'tags':
      return Buffer.concat([int(row.tags.size), ...[...row.tags].map(text32)]);
    case 'labels':
      return Buffer.concat([int(row.labels.size), ...[...row.labels].flat().map(text32)]);
    default:
      return Buffer.from(row[column as 'name'], 'utf8');
  }
}

export function int(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

export function short(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

/** A text with its length in two bytes. */
export function text16(value: string): Buffer {
  const content = Buffer.from(value, 'utf8');
  return Buffer.concat([short(content.length), content]);
}

function text32(value: string): Buffer {
  return bytes(Buffer.from(value, 'utf8'));
}

export function bytes(value: Buffer): Buffer {
  return Buffer.concat([int(value.length), value]);
}

function long(value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(value);
  return buffer;
}
