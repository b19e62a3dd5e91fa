/**
 * The partition key as the partitioner takes it: a single column as it is; of several each with its length in front and
 * a zero behind.
 *
 * @param indexes where the columns of the partition key stand among the parameters
 * @returns undefined where it is not among them, as when it is made by a function
 */
export function routingKey(params: readonly unknown[], indexes: readonly number[]): Buffer | undefined {
  const parts: Buffer[] = [];
  let length = 0;
  for (const index of indexes) {
    const part = params[index];
    if (!(part instanceof Buffer)) return undefined;
    if (indexes.length === 1) return part;
    parts.push(part);
    length += 2 + part.length + 1;
  }
  if (parts.length === 0) return undefined;
  const key = Buffer.allocUnsafe(length);
  let at = 0;
  for (const part of parts) {
    at = key.writeUInt16BE(part.length, at);
    at += part.copy(key, at);
    key[at++] = 0;
  }
  return key;
}
