import { ConfigurationError } from '../errors';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';

/**
 * Options that may come from outside the program. Anything without named properties would pass for an empty object, so
 * `find(5)` would read the whole table.
 *
 * @throws ConfigurationError for anything but an object of named options.
 */
export function requireOptions<O extends object>(name: string, options: O): O {
  if (isRecord(options)) return options;
  throw new ConfigurationError(
    `${name}: options are an object such as { timeout: 1000 }, not ${describeValue(options)}.`,
  );
}

/** @throws ConfigurationError for anything but a boolean: the text `'false'` would count as true. */
export function readFlag(name: string, option: string, flag: unknown): boolean {
  if (flag === undefined) return false;
  if (typeof flag === 'boolean') return flag;
  throw new ConfigurationError(`${name}: '${option}' is true or false, not ${describeValue(flag)}.`);
}

/** A whole number from 1 to a limit; undefined when none is given. @throws ConfigurationError for anything else. */
export function readCount(name: string, option: string, value: unknown, max: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new ConfigurationError(`${name}: '${option}' is a whole number from 1 to ${max}, not ${describeValue(value)}.`);
}
