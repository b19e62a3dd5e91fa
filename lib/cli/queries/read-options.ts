import { CONSISTENCY_LEVELS, type ConsistencyLevel } from '../../metadata/options';
import { didYouMean } from '../../suggest';
import { usageError } from '../cli-error';

/** The level of `--consistency`; case does not count, and `-` stands for `_`. @throws CliError */
export function readConsistency(text: string | undefined): ConsistencyLevel | undefined {
  if (text === undefined) return undefined;
  const word = text.toUpperCase().replaceAll('-', '_');
  const level = CONSISTENCY_LEVELS.find((each) => each === word);
  if (level !== undefined) return level;
  throw usageError(
    `There is no consistency '${text}'.${didYouMean(word, CONSISTENCY_LEVELS)}`,
    `There are ${CONSISTENCY_LEVELS.join(', ')}.`,
  );
}

const SHORTEST_WATCH = 0.1;
const LONGEST_WATCH = 86_400;

/** Milliseconds between two rounds of `--watch`. @throws CliError */
export function readWatch(seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  if (seconds >= SHORTEST_WATCH && seconds <= LONGEST_WATCH) return seconds * 1000;
  throw usageError(`--watch is a number of seconds from ${SHORTEST_WATCH} to ${LONGEST_WATCH}.`, 'Write --watch 2.');
}
