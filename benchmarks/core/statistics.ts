const RESAMPLES = 10_000;

/** A median, and the interval that holds it with 95 % confidence (bootstrap over the rounds). */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function estimate(values: readonly number[], resamples = RESAMPLES): Estimate {
  const pick = (): number => values[Math.floor(Math.random() * values.length)] ?? Number.NaN;
  const medians = Array.from({ length: resamples }, () => median(values.map(pick))).toSorted((a, b) => a - b);
  const at = (share: number): number => medians[Math.floor(share * resamples)] ?? Number.NaN;
  return { median: median(values), low: at(0.025), high: at(0.975) };
}

/** A new array in random order, each order as likely as any other. */
export function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;
}
