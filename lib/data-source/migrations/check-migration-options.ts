import { ConfigurationError } from '../../errors';
import { checkRequestOption } from '../../session/validate-request';
import { didYouMean } from '../../suggest';
import { describeValue } from '../../types/describe-value';
import { isRecord } from '../../types/is-record';

interface Rule {
  readonly fits: (value: unknown) => boolean;
  readonly expected: string;
  readonly isRequired?: true;
}

type Rules = Readonly<Record<string, Rule>>;

const FLAG: Rule = { fits: (value) => typeof value === 'boolean', expected: 'true or false' };
const TEXT: Rule = { fits: (value) => typeof value === 'string' && value !== '', expected: 'a text' };

/** Seconds; a day is more than any migration takes between two of its statements. */
const MIN_LOCK_TTL = 5;
const MAX_LOCK_TTL = 86_400;

export const REVERT_OPTIONS: Rules = {
  allowDestructive: { fits: isFlagOrStatements, expected: 'true, false or a list of statements' },
  allowDegraded: FLAG,
  uncertain: { fits: (value) => value === 'retry' || value === 'skip', expected: "'retry' or 'skip'" },
  dryRun: FLAG,
  fake: FLAG,
  wait: { fits: (value) => Number.isFinite(value) && Number(value) >= 0, expected: 'a number of milliseconds' },
  lockTtl: { fits: isLockTtl, expected: `a whole number of seconds from ${MIN_LOCK_TTL} to ${MAX_LOCK_TTL}` },
  signal: { fits: () => true, expected: 'an AbortSignal' },
  onEvent: { fits: (value) => typeof value === 'function', expected: 'a function' },
  to: TEXT,
};

export const RUN_OPTIONS: Rules = { ...REVERT_OPTIONS, allowOutOfOrder: FLAG, acceptChanged: FLAG };

export const GENERATE_OPTIONS: Rules = {
  name: { ...TEXT, isRequired: true },
  format: { fits: (value) => value === 'cql' || value === 'ts', expected: "'cql' or 'ts'" },
  directory: TEXT,
  allowDestructive: FLAG,
  dryRun: FLAG,
};

/**
 * A misspelt name must not run what it was to prevent, nor a text that looks like false.
 *
 * @throws ConfigurationError for an unknown option, and for a value that does not fit
 */
export function checkMigrationOptions(method: string, options: object, rules: Rules): void {
  if (!isRecord(options)) {
    throw new ConfigurationError(`${method}() takes an object of options, not ${describeValue(options)}.`);
  }
  for (const [name, { isRequired, expected }] of Object.entries(rules)) {
    if (isRequired && Reflect.get(options, name) === undefined) {
      throw new ConfigurationError(`${method}() needs ${name}: ${expected}.`);
    }
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      throw new ConfigurationError(`${method}(): there is no option '${name}'.${didYouMean(name, Object.keys(rules))}`);
    }
    if (value === undefined) continue;
    if (!rule.fits(value)) {
      throw new ConfigurationError(`${method}(): ${name} is ${rule.expected}, not ${describeValue(value)}.`);
    }
    if (name === 'signal') checkRequestOption(name, value);
  }
}

function isFlagOrStatements(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isLockTtl(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= MIN_LOCK_TTL && Number(value) <= MAX_LOCK_TTL;
}
