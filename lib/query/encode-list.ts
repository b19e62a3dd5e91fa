/** The bytes of a list of encoded items, as the native protocol (v3 and later) writes collections: for `IN ?`. */
export function encodeList(items: readonly Buffer[]): Buffer {
  const count = Buffer.allocUnsafe(4);
  count.writeInt32BE(items.length);
  return Buffer.concat([count, encodeTuple(items)]);
}

/** The bytes of a tuple of encoded values, none of them null. */
export function encodeTuple(items: readonly Buffer[]): Buffer {
  const size = items.reduce((sum, item) => sum + 4 + item.length, 0);
  const bytes = Buffer.allocUnsafe(size);
  let offset = 0;
  for (const item of items) {
    offset = bytes.writeInt32BE(item.length, offset);
    offset += item.copy(bytes, offset);
  }
  return bytes;
}
