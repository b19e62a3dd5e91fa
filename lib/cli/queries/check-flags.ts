import { didYouMean } from '../../suggest';
import { usageError } from '../cli-error';
import { ACTIONS, type Action, type QueryArgs } from '../commands/query-options';

type Flag = 'limit' | 'select' | 'order' | 'page' | 'force' | 'format' | 'output';

/** The flags of a query that mean something for an action; `--filter` and `--allow-filtering` do for all. */
const FITTING: Readonly<Record<Action, readonly Flag[]>> = {
  get: ['select', 'order', 'format', 'output'],
  filter: ['limit', 'select', 'order', 'page', 'format', 'output'],
  count: ['limit', 'format', 'output'],
  exists: ['format', 'output'],
  delete: ['force'],
};

const FLAGS: readonly Flag[] = ['limit', 'select', 'order', 'page', 'force', 'format', 'output'];

/** A flag that would be passed over says something that was not meant. @throws CliError */
export function checkFlags(action: Action, args: QueryArgs): void {
  const stray = FLAGS.find(
    (flag) => args[flag] !== undefined && args[flag] !== false && !FITTING[action].includes(flag),
  );
  if (stray === undefined) return;
  const actions = ACTIONS.filter((each) => FITTING[each].includes(stray));
  throw usageError(`--${stray} means nothing for ${action}.`, `It goes with ${actions.join(', ')}.`);
}

/** @throws CliError for a word that is no action. */
export function readAction(entity: string, word: string | undefined): Action {
  const action = ACTIONS.find((each) => each === word);
  if (action !== undefined) return action;
  const list = `${ACTIONS.slice(0, -1).join(', ')} or ${String(ACTIONS.at(-1))}`;
  if (word === undefined) throw usageError(`What shall be done with ${entity}?`, `Add ${list}.`);
  throw usageError(`There is no action '${word}'.${didYouMean(word, ACTIONS)}`, `There are ${list}.`);
}
