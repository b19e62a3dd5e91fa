import type { CqlType } from './cql-type';

/**
 * The same bytes for the same value: sets and maps in the order of their bytes, however deep they are, because their
 * order says nothing. Two values of a type are equal where these bytes are.
 *
 * @param bytes as the native protocol writes a value of the type
 */
export function canonicalBytes(type: CqlType, bytes: Buffer): Buffer {
  switch (type.kind) {
    case 'set':
    case 'list': {
      const elements = readElements(bytes, 1).map(([element]) => canonicalPart(type.element, element));
      return Buffer.concat(type.kind === 'set' ? distinct(elements) : elements);
    }
    case 'map': {
      const entries = readElements(bytes, 2).map(([key, value]) =>
        Buffer.concat([canonicalPart(type.key, key), canonicalPart(type.value, value)]),
      );
      return Buffer.concat(distinct(entries));
    }
    case 'tuple':
      return fieldsOf(type.elements, bytes);
    case 'udt':
      return fieldsOf(type.definition?.fields.map((field) => field.type) ?? [], bytes);
    default:
      return bytes;
  }
}

/** The elements of a list or set, or the keys and values of a map, each as the protocol holds them. */
export function readElements(bytes: Buffer, size: 1 | 2): (readonly [Buffer, Buffer?])[] {
  const count = bytes.readInt32BE(0);
  const parts = readParts(bytes, 4);
  return Array.from({ length: count }, (_, index) => {
    const [first = Buffer.alloc(0), second] = parts.slice(index * size, index * size + size);
    return second === undefined ? [first] : [first, second];
  });
}

function fieldsOf(types: readonly CqlType[], bytes: Buffer): Buffer {
  const parts = readParts(bytes, 0);
  return Buffer.concat(
    parts.map((part, index) => {
      const type = types[index];
      return type === undefined ? sized(part) : canonicalPart(type, part);
    }),
  );
}

function readParts(bytes: Buffer, start: number): (Buffer | undefined)[] {
  const parts: (Buffer | undefined)[] = [];
  for (let offset = start; offset < bytes.length;) {
    const length = bytes.readInt32BE(offset);
    offset += 4;
    // A negative length is null.
    parts.push(length < 0 ? undefined : bytes.subarray(offset, offset + length));
    offset += Math.max(0, length);
  }
  return parts;
}

function canonicalPart(type: CqlType, part: Buffer | undefined): Buffer {
  return sized(part === undefined ? undefined : canonicalBytes(type, part));
}

function sized(part: Buffer | undefined): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeInt32BE(part?.length ?? -1);
  return part === undefined ? length : Buffer.concat([length, part]);
}

function distinct(parts: readonly Buffer[]): Buffer[] {
  return [...new Map(parts.map((part) => [part.toString('latin1'), part])).values()].sort((a, b) => a.compare(b));
}
