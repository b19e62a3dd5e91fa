import { didYouMean } from '../../suggest';
import { usageError } from '../cli-error';
import { ACTIONS, type Action, type QueryArgs } from '../commands/query-options';

const FLAGS = [
  'filter',
  'set',
  'limit',
  'all',
  'select',
  'order',
  'page',
  'allow-filtering',
  'ttl',
  'if-not-exists',
  'if-exists',
  'force',
  'watch',
  'format',
  'output',
] as const satisfies readonly (keyof QueryArgs)[];

type Flag = (typeof FLAGS)[number];

/** The flags of a query that mean something for an action; those that are not in `FLAGS` do for all. */
const FITTING: Readonly<Record<Action, readonly Flag[]>> = {
  get: ['filter', 'select', 'order', 'allow-filtering', 'watch', 'format', 'output'],
  filter: ['filter', 'limit', 'all', 'select', 'order', 'page', 'allow-filtering', 'watch', 'format', 'output'],
  count: ['filter', 'limit', 'allow-filtering', 'watch', 'format', 'output'],
  exists: ['filter', 'allow-filtering', 'watch', 'format', 'output'],
  insert: ['set', 'ttl', 'if-not-exists', 'format', 'output'],
  update: ['filter', 'set', 'ttl', 'if-exists'],
  delete: ['filter', 'allow-filtering', 'force'],
};

/** Flags that contradict each other. */
const RIVALS: readonly (readonly [Flag | 'explain' | 'trace', Flag | 'explain' | 'trace'])[] = [
  ['all', 'limit'],
  ['all', 'page'],
  ['watch', 'output'],
  ['watch', 'explain'],
  ['watch', 'trace'],
  ['explain', 'trace'],
];

/** A flag that would be passed over says something that was not meant. @throws CliError */
export function checkFlags(action: Action, args: QueryArgs): void {
  const isGiven = (flag: keyof QueryArgs): boolean => args[flag] !== undefined && args[flag] !== false;
  const stray = FLAGS.find((flag) => isGiven(flag) && !FITTING[action].includes(flag));
  if (stray !== undefined) {
    const actions = ACTIONS.filter((each) => FITTING[each].includes(stray));
    throw usageError(`--${stray} means nothing for ${action}.`, `It goes with ${actions.join(', ')}.`);
  }
  const rivals = RIVALS.find((pair) => pair.every(isGiven));
  if (rivals !== undefined) {
    throw usageError(`--${rivals[0]} and --${rivals[1]} exclude each other.`, 'Give one of them.');
  }
}

/** @throws CliError for a word that is no action. */
export function readAction(entity: string, word: string | undefined): Action {
  const action = ACTIONS.find((each) => each === word);
  if (action !== undefined) return action;
  const list = `${ACTIONS.slice(0, -1).join(', ')} or ${String(ACTIONS.at(-1))}`;
  if (word === undefined) throw usageError(`What shall be done with ${entity}?`, `Add ${list}.`);
  throw usageError(`There is no action '${word}'.${didYouMean(word, ACTIONS)}`, `There are ${list}.`);
}
