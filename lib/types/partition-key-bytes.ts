/**
 * A partition key as the partitioner hashes it: a single column as it is; of several each with its length in front and
 * a zero behind.
 */
export function partitionKeyBytes(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const length = parts.reduce((sum, part) => sum + 2 + part.length + 1, 0);
  const key = Buffer.allocUnsafe(length);
  let at = 0;
  for (const part of parts) {
    at = key.writeUInt16BE(part.length, at);
    at += part.copy(key, at);
    key[at++] = 0;
  }
  return key;
}
