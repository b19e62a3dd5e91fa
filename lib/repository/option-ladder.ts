import { ConfigurationError } from '../errors';
import type { ConsistencyLevel, SerialConsistency, TableOptions } from '../metadata/options';
import type { ValidateSetting } from '../metadata/validate-options';
import type { ProfileOptions } from '../session/options';
import type { RequestOptions } from '../session/request';
import { checkRequestOption } from '../session/validate-request';
import { didYouMean } from '../suggest';
import { isRecord } from '../types/is-record';
import { readValidate } from '../validation/read-validate';
import { requireOptions } from './require-options';

/**
 * Defaults of a repository's requests, for `withOptions()`. Those of a call stand above them, those of `@Table()` and
 * of the data source below.
 */
export interface RepositoryOptions {
  /** For reads and writes, or apart. */
  readonly consistency?:
    ConsistencyLevel | { readonly read?: ConsistencyLevel; readonly write?: ConsistencyLevel } | undefined;
  /** The level at which conditional writes agree. */
  readonly serialConsistency?: SerialConsistency | undefined;
  /** Milliseconds for each request, retries included. */
  readonly timeout?: number | undefined;
  /** Overrides what caspy knows about its writes: only idempotent ones are retried. */
  readonly idempotent?: boolean | undefined;
  /** Rows per page that travel at once. */
  readonly fetchSize?: number | undefined;
  /** Asks the server to trace the requests into `system_traces`. */
  readonly tracing?: boolean | undefined;
  /** A profile of the data source. What it sets beats what lower rungs set. */
  readonly profile?: string | undefined;
  /** Whether entities are checked by class-validator's rules before they are written. */
  readonly validate?: ValidateSetting | undefined;
}

/** The profiles of the data source, by name. */
export type Profiles = Readonly<Record<string, ProfileOptions>>;

/** Defaults of reads and of writes: each holds only what such a request may have. */
export interface Rungs {
  readonly read: RequestOptions | undefined;
  readonly write: RequestOptions | undefined;
}

const NAMES = [
  'consistency',
  'serialConsistency',
  'timeout',
  'idempotent',
  'fetchSize',
  'tracing',
  'profile',
  'validate',
] as const satisfies readonly (keyof RepositoryOptions)[];

/** The part of the defaults that fits reads, and the part that fits writes. */
export function rungsOf(options: RepositoryOptions): Rungs {
  const { consistency, serialConsistency, timeout, idempotent, fetchSize, tracing, profile } = options;
  const level = typeof consistency === 'object' ? consistency : { read: consistency, write: consistency };
  const both = { timeout, tracing, profile };
  return {
    read: orNone({ consistency: level.read, fetchSize, ...both }),
    write: orNone({ consistency: level.write, serialConsistency, idempotent, ...both }),
  };
}

/** What `@Table()` says. */
export function tableRungs({ consistency, timeout, fetchSize, profile }: TableOptions): Rungs {
  const { serial, ...level } = consistency ?? {};
  return rungsOf({ consistency: level, serialConsistency: serial, timeout, fetchSize, profile });
}

/** @throws ConfigurationError for an unknown name, which would be lost without a word. */
export function checkRepositoryOptions(name: string, options: object): void {
  requireOptions(name, options);
  for (const [option, value] of Object.entries(options) as [string, unknown][]) {
    if (NAMES.some((known) => known === option)) {
      checkDefault(option, value);
      continue;
    }
    throw new ConfigurationError(`${name}: '${option}' is no option of a repository.${didYouMean(option, NAMES)}`);
  }
}

/** Levels may be given for reads and writes apart. */
function checkDefault(option: string, value: unknown): void {
  if (option === 'validate') {
    // It refuses what is of another type.
    if (value !== undefined) readValidate('The options of a repository', value as ValidateSetting);
    return;
  }
  if (option !== 'consistency' || !isRecord(value)) {
    checkRequestOption(option, value);
    return;
  }
  for (const [sort, level] of Object.entries(value)) {
    if (sort !== 'read' && sort !== 'write') {
      throw new ConfigurationError(`consistency is a level, or { read, write }; it knows no '${sort}'.`);
    }
    checkRequestOption(option, level);
  }
}

/**
 * Options of a higher rung over those of a lower one. A profile that the higher rung names is a choice of that rung:
 * what the profile sets beats what the lower rung said.
 */
export function climb(
  lower: RequestOptions | undefined,
  higher: RequestOptions | undefined,
  profiles: Profiles | undefined,
): RequestOptions | undefined {
  // A request without options is planned once, one with an empty object each time.
  if (higher === undefined || saysNothing(higher)) return lower;
  if (lower === undefined) return higher;
  const options = { ...lower, ...defined(higher) };
  const profile = higher.profile === undefined ? undefined : profiles?.[higher.profile];
  if (profile === undefined) return options;
  const { consistency, serialConsistency, timeout } = profile;
  if (consistency !== undefined && higher.consistency === undefined) delete options.consistency;
  if (serialConsistency !== undefined && higher.serialConsistency === undefined) delete options.serialConsistency;
  if (timeout !== undefined && higher.timeout === undefined) delete options.timeout;
  return options;
}

/** Without the options that are there but undefined, so that they do not hide a default. */
export function defined<O extends object>(options: O): Partial<O> {
  // Leaving entries out keeps the type of those that stay.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<O>;
}

function orNone(options: RequestOptions): RequestOptions | undefined {
  return saysNothing(options) ? undefined : Object.freeze(defined(options));
}

function saysNothing(options: RequestOptions): boolean {
  return Object.values(options).every((value) => value === undefined);
}
