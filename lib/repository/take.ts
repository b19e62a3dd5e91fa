/** The first `limit` items; the source is closed after them. */
export async function* take<R>(items: AsyncIterable<R>, limit: number): AsyncGenerator<R, undefined, undefined> {
  let left = limit;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return undefined;
  }
  return undefined;
}
