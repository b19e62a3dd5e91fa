import { QueryPlanError } from '../errors';
import { describeValue } from '../types/describe-value';
import { isListOfValues } from '../types/is-list-of-values';

/** Survives two copies of caspy in one process, and cannot come out of JSON. */
const BRAND = Symbol.for('caspy.operator');

/** How an operator compares, in CQL's own words where it has some. */
export type OperatorName =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'IN'
  | 'BETWEEN'
  | 'CONTAINS'
  | 'CONTAINS KEY'
  | 'CONTAINS ENTRY'
  | 'LIKE'
  | 'TOKEN'
  | 'AND'
  | 'RAW';

/**
 * A condition on one column, made by the functions of this file. A plain object never is one, whatever its keys are:
 * the body of a request cannot smuggle an operator in.
 */
export class Operator<out T, out N extends OperatorName = OperatorName> {
  /** Only for the type checker: what the operator may be compared with, and how; `And()` counts as its parts. */
  declare protected readonly compares: T;
  declare protected readonly comparison: N;
  readonly name: OperatorName;
  readonly operands: readonly unknown[];

  constructor(name: OperatorName, operands: readonly unknown[]) {
    this.name = name;
    this.operands = Object.freeze([...operands]);
    Object.defineProperty(this, BRAND, { value: true });
    Object.freeze(this);
  }
}

/**
 * An operator for the elements of a collection. It compares with `unknown`, so that it never passes for an operator of
 * a column that is none.
 */
export class ContainsOperator<out T> extends Operator<unknown, 'CONTAINS'> {
  declare protected readonly contains: T;
}

/** An operator for the keys of a map. */
export class ContainsKeyOperator<out K> extends Operator<unknown, 'CONTAINS KEY'> {
  declare protected readonly containsKey: K;
}

/** An operator for one entry of a map. */
export class ContainsEntryOperator<out K, out V> extends Operator<unknown, 'CONTAINS ENTRY'> {
  declare protected readonly containsEntry: readonly [K, V];
}

/** True for a value made by caspy's operator functions, also by those of another copy of caspy. */
export function isOperator(value: unknown): value is Operator<unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, BRAND);
}

/** Equality; the same as giving the value itself. */
export function Equal<T>(value: T): Operator<T, '='> {
  return new Operator('=', [value]);
}

/**
 * One of several values; sent as one list, whatever its length. An empty list matches nothing.
 *
 * @throws QueryPlanError for anything but a list, also for a single text.
 */
export function In<T>(values: Iterable<T> & object): Operator<T, 'IN'> {
  const given: unknown = values;
  // A text is iterable too, but nobody means its characters: it is a list of one that a query string made a text.
  if (!isListOfValues(given)) {
    throw new QueryPlanError(`In() takes a list of values, not ${describeValue(given)}.`);
  }
  return new Operator('IN', [...values]);
}

/** Inequality; only for the `if` of a conditional write, as CQL cannot search by it. */
export function NotEqual<T>(value: T | null): Operator<T> {
  return new Operator('!=', [value]);
}

export function LessThan<T>(value: T): Operator<T, '<'> {
  return new Operator('<', [value]);
}

export function LessThanOrEqual<T>(value: T): Operator<T, '<='> {
  return new Operator('<=', [value]);
}

export function MoreThan<T>(value: T): Operator<T, '>'> {
  return new Operator('>', [value]);
}

export function MoreThanOrEqual<T>(value: T): Operator<T, '>='> {
  return new Operator('>=', [value]);
}

/** From `low` to `high`, both included. */
export function Between<T>(low: T, high: T): Operator<T, 'BETWEEN'> {
  return new Operator('BETWEEN', [low, high]);
}

/** Both conditions on one column, for example `And(MoreThan(a), LessThan(b))`. */
export function And<A extends Operator<unknown>, B extends Operator<unknown>>(first: A, second: B): A | B {
  // It may stand wherever both may, which is what the type says; which of the classes it has counts for nothing.
  return new Operator('AND', [first, second]) as A | B;
}

/** A list, set or map holds the value. */
export function Contains<T>(value: T): ContainsOperator<T> {
  return new ContainsOperator('CONTAINS', [value]);
}

/** A map holds the key. */
export function ContainsKey<K>(key: K): ContainsKeyOperator<K> {
  return new ContainsKeyOperator('CONTAINS KEY', [key]);
}

/** A map holds the value under the key. */
export function ContainsEntry<K, V>(key: K, value: V): ContainsEntryOperator<K, V> {
  return new ContainsEntryOperator('CONTAINS ENTRY', [key, value]);
}

/**
 * A text by a pattern with `%` at its start, its end or both; a `%` anywhere else stands for itself. Served by a SASI
 * index: mode `PREFIX` finds `'ab%'`, mode `CONTAINS` finds `'%ab'` and `'%ab%'` too.
 */
export function Like(pattern: string): Operator<string, 'LIKE'> {
  return new Operator('LIKE', [pattern]);
}

/**
 * A condition on the token of the partition key instead of its value: `Token(MoreThan(id))`. In a composite partition
 * key each column carries a Token with the same comparison.
 */
export function Token<T>(comparison: Operator<T>): Operator<T, 'TOKEN'> {
  return new Operator('TOKEN', [comparison]);
}

const COMPARISONS = ['=', '<', '<=', '>', '>='] as const;

/**
 * A comparison with a piece of CQL: `Raw('>', 'minTimeuuid(?)', [since])`. The text goes into the statement as it
 * stands, so it must be the program's own, never a user's; values belong into `params`, which the driver encodes by
 * the type that the server asks for.
 *
 * @throws QueryPlanError when the comparison is none of = < <= > >=, or text and params do not match.
 */
export function Raw(
  comparison: (typeof COMPARISONS)[number],
  cql: string,
  params: readonly unknown[] = [],
): Operator<never, 'RAW'> {
  if (!COMPARISONS.includes(comparison)) {
    throw new QueryPlanError(`Raw() compares with one of ${COMPARISONS.join(' ')}.`);
  }
  const markers = cql.split('?').length - 1;
  if (markers !== params.length) {
    throw new QueryPlanError(`Raw() has ${markers} markers in its text but ${params.length} params.`);
  }
  return new Operator('RAW', [comparison, cql, ...params]);
}
