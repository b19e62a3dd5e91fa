/** The bytes of a list of encoded items, as the native protocol (v3 and later) writes collections: for `IN ?`. */
export function encodeList(items: readonly Buffer[]): Buffer {
  const size = items.reduce((sum, item) => sum + 4 + item.length, 4);
  const bytes = Buffer.allocUnsafe(size);
  let offset = bytes.writeInt32BE(items.length, 0);
  for (const item of items) {
    offset = bytes.writeInt32BE(item.length, offset);
    offset += item.copy(bytes, offset);
  }
  return bytes;
}
