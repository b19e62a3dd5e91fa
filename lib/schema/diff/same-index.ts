import type { IndexModel } from '../model';

/** What an index does where an option is not given. */
const DEFAULTS: Readonly<Record<string, string>> = {
  case_sensitive: 'true',
  normalize: 'false',
  ascii: 'false',
  similarity_function: 'cosine',
  mode: 'prefix',
};

/** Whether two indexes do the same, under whatever names. */
export function isSameIndex(one: IndexModel, other: IndexModel): boolean {
  return hasSamePlace(one, other) && one.className === other.className && optionsOf(one) === optionsOf(other);
}

/** Whether the one must go before the other can be made: Cassandra takes one index of a class for each place. */
export function standsInTheWay(actual: IndexModel, wanted: IndexModel): boolean {
  return hasSamePlace(actual, wanted) && actual.className === wanted.className;
}

function hasSamePlace(one: IndexModel, other: IndexModel): boolean {
  return one.column === other.column && one.target === other.target;
}

function optionsOf({ options }: IndexModel): string {
  const told = Object.entries(options)
    .map(([name, value]) => [name, isWord(name, value) ? value.toLowerCase() : value] as const)
    .filter(([name, value]) => DEFAULTS[name] !== value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(told);
}

/** Cassandra reads these in any case; other values, such as paths and JSON, may depend on it. */
function isWord(name: string, value: string): boolean {
  return Object.hasOwn(DEFAULTS, name) || /^(?:true|false)$/i.test(value);
}
