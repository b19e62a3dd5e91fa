/**
 * The two-sided p of Wilcoxon's signed-rank test: how often pairs without any difference would show one as clear as this.
 * The distribution is counted out, not approximated: the runs are few. A difference of nothing is left out, as usual.
 */
export function wilcoxon(differences: readonly number[]): number {
  const sorted = differences.filter((value) => value !== 0).toSorted((left, right) => Math.abs(left) - Math.abs(right));
  if (sorted.length === 0) return 1;
  const ranks = doubledRanks(sorted.map(Math.abs));
  let sum = 0;
  for (const [index, rank] of ranks.entries()) if (sorted[index]! > 0) sum += rank;
  const total = ranks.reduce((left, right) => left + right, 0);
  const shares = distribution(ranks, total);
  const extreme = Math.min(sum, total - sum);
  let tail = 0;
  for (let value = 0; value <= extreme; value += 1) tail += shares[value]!;
  return Math.min(1, 2 * tail);
}

/** Twice the rank of each, so that the mean rank of equal ones is a whole number too. */
function doubledRanks(sorted: readonly number[]): number[] {
  return sorted.map((value) => sorted.indexOf(value) + 1 + (sorted.lastIndexOf(value) + 1));
}

/** How likely each sum of ranks is when every sign is the toss of a coin. */
function distribution(ranks: readonly number[], total: number): Float64Array {
  const shares = new Float64Array(total + 1);
  shares[0] = 1;
  for (const rank of ranks) {
    for (let sum = total; sum >= 0; sum -= 1) {
      shares[sum] = (shares[sum]! + (sum >= rank ? shares[sum - rank]! : 0)) / 2;
    }
  }
  return shares;
}
