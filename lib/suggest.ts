import { distance } from 'fastest-levenshtein';

/** Nobody means a name by a longer word, and comparing takes time by its length. */
const MAX_LENGTH = 100;

/** The candidate that somebody most likely meant; undefined when none is near. Case does not count. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const limit = Math.ceil(word.length / 3);
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < bestDistance) {
      best = candidate;
      bestDistance = steps;
    }
  }
  return best;
}

/** ` Did you mean 'x'?`, or nothing; made to stand at the end of a sentence. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const best = closest(word, candidates);
  return best === undefined ? '' : ` Did you mean '${best}'?`;
}
