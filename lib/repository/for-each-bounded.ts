/**
 * Runs `work` for every item, at most `limit` at a time. After a failure no further item is begun; what is on its way
 * is waited for, then the first failure is thrown.
 */
export async function forEachBounded<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    try {
      for (let next = iterator.next(); next.done !== true && failures.length === 0; next = iterator.next()) {
        await work(next.value);
      }
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length === 0) return;
  iterator.return?.();
  throw failures[0];
}
