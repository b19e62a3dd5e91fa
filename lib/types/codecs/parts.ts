const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/** Writes each part behind its length, as collections and tuples do; an absent part is null. Returns the end. */
export function writeParts(parts: readonly (Buffer | null)[], bytes: Buffer, start: number): number {
  let offset = start;
  for (const part of parts) {
    offset = bytes.writeInt32BE(part === null ? NULL_LENGTH : part.length, offset);
    if (part === null) continue;
    bytes.set(part, offset);
    offset += part.length;
  }
  return offset;
}

/** How many bytes `writeParts` takes. */
export function sizeOfParts(parts: readonly (Buffer | null)[]): number {
  let size = parts.length * LENGTH_BYTES;
  for (const part of parts) size += part?.length ?? 0;
  return size;
}

/** A collection: the number of its entries, then the parts; a map has two parts for each entry. */
export function collectionBytes(count: number, parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES + sizeOfParts(parts));
  writeParts(parts, bytes, bytes.writeInt32BE(count, 0));
  return bytes;
}
