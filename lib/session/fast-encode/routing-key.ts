import { partitionKeyBytes } from '../../types/partition-key-bytes';

/**
 * The partition key among the parameters of a statement, by which the driver picks the node.
 *
 * @param indexes where the columns of the partition key stand among the parameters
 * @returns undefined where it is not among them, as when it is made by a function
 */
export function routingKey(params: readonly unknown[], indexes: readonly number[]): Buffer | undefined {
  const parts: Buffer[] = [];
  for (const index of indexes) {
    const part = params[index];
    if (!(part instanceof Buffer)) return undefined;
    parts.push(part);
  }
  return parts.length === 0 ? undefined : partitionKeyBytes(parts);
}
