import { ConfigurationError } from '../errors';
import { didYouMean } from '../suggest';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';
import type { RequestOptions } from './request';
import { checkConsistency, checkSerialConsistency } from './validate-options';

interface Rule {
  readonly fits: (value: unknown) => boolean;
  readonly expected: string;
  /** For texts that fit: whether they name anything. */
  readonly check?: (name: string) => void;
}

const isTime = (value: unknown): boolean => typeof value === 'number' && value > 0 && Number.isFinite(value);
const FLAG: Rule = { fits: (value) => typeof value === 'boolean', expected: 'true or false' };

/** Rows of one page, which is in memory as a whole. */
export const MAX_PAGE_ROWS = 10_000;

/** A signal may come from another realm, so its class does not count. */
function isSignal(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const signal = value as Partial<AbortSignal>;
  return typeof signal.aborted === 'boolean' && typeof signal.addEventListener === 'function';
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_PAGE_ROWS;
}

function isTimestamp(value: unknown): boolean {
  return typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
}

const NAME: Rule = { fits: (value) => typeof value === 'string', expected: 'a name' };

const RULES: ReadonlyMap<string, Rule> = new Map<keyof RequestOptions, Rule>([
  ['consistency', { ...NAME, check: (level) => checkConsistency(level, 'consistency') }],
  ['serialConsistency', { ...NAME, check: (level) => checkSerialConsistency(level, 'serialConsistency') }],
  ['profile', NAME],
  ['timeout', { fits: isTime, expected: 'a number of milliseconds above 0' }],
  ['idempotent', FLAG],
  ['signal', { fits: isSignal, expected: 'an AbortSignal' }],
  ['fetchSize', { fits: isCount, expected: `a whole number of rows from 1 to ${MAX_PAGE_ROWS}` }],
  ['pageState', { fits: (value) => Buffer.isBuffer(value), expected: 'the pageState of the page before, a Buffer' }],
  ['routingToken', { fits: isTimestamp, expected: 'a token: a whole number within 64 bits' }],
  ['timestamp', { fits: isTimestamp, expected: 'a whole number of microseconds since 1970 within 64 bits' }],
  ['tracing', FLAG],
  ['prepare', FLAG],
  ['keyspace', { fits: isKeyspaceName, expected: 'a name of 1 to 48 letters, digits or underscores' }],
]);

/** A name that Cassandra takes for a keyspace. */
export function isKeyspaceName(value: unknown): boolean {
  return typeof value === 'string' && /^\w{1,48}$/.test(value);
}

/**
 * Checks names and types of the options of one request, which may come from outside.
 * @throws {ConfigurationError} for an unknown option, a value of a wrong type, or an unknown level or profile.
 */
export function checkRequestOptions(options: RequestOptions, profiles: Iterable<string>): void {
  const given: unknown = options;
  if (!isRecord(given)) {
    throw new ConfigurationError(`The options of a request are an object, not ${describeValue(given)}.`);
  }
  for (const [name, value] of Object.entries(given)) checkRequestOption(name, value);
  if (options.profile !== undefined) checkProfile(options.profile, [...profiles]);
}

/** One option by its name. @throws {ConfigurationError} when there is none, or the value does not fit it. */
export function checkRequestOption(name: string, value: unknown): void {
  const rule = RULES.get(name);
  if (rule === undefined) {
    throw new ConfigurationError(`'${name}' is no option of a request.${didYouMean(name, RULES.keys())}`);
  }
  if (value === undefined) return;
  if (!rule.fits(value)) {
    throw new ConfigurationError(`${name} must be ${rule.expected}, not ${describeValue(value)}.`);
  }
  rule.check?.(value as string);
}

function checkProfile(profile: string, known: readonly string[]): void {
  if (known.includes(profile)) return;
  const there = known.length === 0 ? 'None is configured.' : `There are ${known.join(', ')}.`;
  throw new ConfigurationError(`There is no profile '${profile}'.${didYouMean(profile, known)} ${there}`);
}
