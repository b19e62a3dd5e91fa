/** One measurement: when, and how much. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * How much y grows for each x, by the median of the slopes of all pairs (Theil and Sen): unlike the line of least
 * squares it does not follow a few peaks, and a steady leak is in every pair.
 */
export function slopeOf(points: readonly Point[]): number {
  const slopes = points.flatMap((one, index) =>
    points.slice(index + 1).flatMap((other) => (other.x === one.x ? [] : [(other.y - one.y) / (other.x - one.x)])),
  );
  slopes.sort((one, other) => one - other);
  const middle = slopes.length >> 1;
  const upper = slopes[middle];
  if (upper === undefined) throw new Error('A slope needs two points.');
  return slopes.length % 2 === 1 ? upper : (upper + (slopes[middle - 1] ?? upper)) / 2;
}
