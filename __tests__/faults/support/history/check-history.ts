import { checkConditionalInserts, checkOptimisticLocks } from './check-conditional-writes';
import { checkBatches, checkElements, checkIncrements, checkOverwrites, checkSaves } from './check-plain-writes';
import { checkReads } from './check-reads';
import { type Finding, finding, type History, type Kind, KINDS, type Operation } from './history';

type Rule = (operations: readonly Operation[], history: History) => Finding[];

const RULES: Readonly<Record<Kind, Rule>> = {
  save: checkSaves,
  overwrite: checkOverwrites,
  read: checkReads,
  'insert if not exists': checkConditionalInserts,
  'optimistic lock': checkOptimisticLocks,
  increment: checkIncrements,
  'set add': checkElements,
  'list append': checkElements,
  'logged batch': checkBatches,
};

/**
 * Everything in a history that must not be: acknowledged writes that are gone, writes that happened although an error or a
 * refusal says that they did not, two winners of one condition, reads behind what was acknowledged. Pure: an empty
 * answer means that the history can be explained.
 */
export function checkHistory(history: History): Finding[] {
  const { operations } = history;
  const ofKind = (kind: Kind): Operation[] => operations.filter((operation) => operation.kind === kind);
  return [
    ...KINDS.flatMap((kind) => RULES[kind](ofKind(kind), history)),
    ...checkErrors(operations),
    ...checkOrigins(history),
  ];
}

/** An error has a code of caspy, and a read cannot have been applied. */
function checkErrors(operations: readonly Operation[]): Finding[] {
  return operations.flatMap(({ kind, key, outcome, error }) => {
    if (outcome === 'done' || outcome === 'refused') return [];
    if (error?.startsWith('CASPY_') !== true) return [finding('typed errors', key, `${kind} ended with ${error}`)];
    if (kind === 'read' && outcome === 'unknown') return [finding('typed errors', key, 'a read may have been applied')];
    return [];
  });
}

/** No row came from nowhere. */
function checkOrigins({ operations, rows }: History): Finding[] {
  const written = new Set(operations.filter(({ kind }) => kind !== 'read').map(({ key }) => key));
  return [...rows.keys()]
    .filter((key) => !written.has(key))
    .map((key) => finding('origin', key, 'nobody wrote this row'));
}
