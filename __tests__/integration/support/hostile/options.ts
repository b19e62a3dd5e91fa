import type { Accepts } from './accepted';
import { either, isEmptyObject, isInt, isLimit, none, omitted } from './accepted';
import type { Slot } from './cases';
import { slot } from './cases';

type Option = readonly [name: string, accepts: Accepts];

const isBoolean: Accepts = (value) => typeof value === 'boolean';
const isPositive: Accepts = (value) => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isTtl: Accepts = (value) => isInt(value) && Number(value) >= 0 && Number(value) <= 630_720_000;
const isTimestamp: Accepts = (value) =>
  Number.isSafeInteger(value) || (typeof value === 'bigint' && BigInt.asIntN(64, value) === value);

const COMMON: readonly Option[] = [
  ['consistency', none],
  ['profile', none],
  ['timeout', isPositive],
  ['signal', none],
  ['tracing', isBoolean],
];

export const READ: readonly Option[] = [...COMMON, ['fetchSize', isLimit]];

export const WRITE: readonly Option[] = [
  ...COMMON,
  ['ttl', isTtl],
  ['timestamp', isTimestamp],
  ['serialConsistency', none],
  ['idempotent', isBoolean],
];

export const RAW: readonly Option[] = [
  ...READ,
  ['serialConsistency', none],
  ['idempotent', isBoolean],
  ['timestamp', isTimestamp],
  ['prepare', isBoolean],
  ['keyspace', (value) => value === null],
];

export const FLAG: Accepts = isBoolean;

/** Of writes that know all values of a row, or some. */
export const VALIDATE: Option = ['validate', either(isBoolean, isEmptyObject)];

/** Of updates, which may have a TTL for each column. */
export const UPDATE: readonly Option[] = WRITE.map(([name, accepts]) => [
  name,
  name === 'ttl' ? either(accepts, isEmptyObject) : accepts,
]);

/** Defaults of a repository, whose consistency may be given for reads and writes apart. */
export const DEFAULTS: readonly Option[] = [...READ, ...WRITE].map(([name, accepts]) => [
  name,
  name === 'consistency' ? isEmptyObject : accepts,
]);

export const without = (options: readonly Option[], ...names: readonly string[]): readonly Option[] =>
  options.filter(([name]) => !names.includes(name));

/** A slot for the options as a whole, and one for each of them. */
export function optionSlots(options: readonly Option[], call: (options: never) => unknown): Slot[] {
  return [
    slot('options', either(omitted, isEmptyObject), call),
    ...options.map(([name, accepts]) =>
      slot(`options.${name}`, either(omitted, accepts), (hostile) => call({ [name]: hostile } as never)),
    ),
    slot('the name of an option', none, (hostile) => call(named(hostile, 1) as never)),
  ];
}

/** Those of `synchronize` and `syncTable`, always as a dry run unless that is what is hostile. */
export function synchronizeSlots(call: (options: never) => unknown): Slot[] {
  const isIgnoreList: Accepts = (value) =>
    Array.isArray(value) && value.every((each) => typeof each === 'string' || each instanceof RegExp);
  const withDryRun = (options: object): unknown => call({ dryRun: true, ...options } as never);
  return [
    ...optionSlots([['dryRun', FLAG]], call),
    slot('options.allowDestructive', either(omitted, FLAG), (hostile) => withDryRun({ allowDestructive: hostile })),
    slot('options.ignore', either(omitted, isIgnoreList), (hostile) => withDryRun({ ignore: hostile })),
  ];
}

/** An object with the input as the name of a property. What is no name stands for one that is no property. */
export function named(hostile: unknown, value: unknown): object {
  const name = typeof hostile === 'string' || typeof hostile === 'symbol' ? hostile : 'no such name';
  const named = {};
  Object.defineProperty(named, typeof name === 'symbol' ? String(name) : name, { value, enumerable: true });
  return named;
}
