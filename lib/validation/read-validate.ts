import type { ValidatorOptions } from 'class-validator';
import { ConfigurationError } from '../errors';
import type { ValidateOptions, ValidateSetting } from '../metadata/validate-options';
import { didYouMean } from '../suggest';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';

/** Options for class-validator, and a text that is the same for the same ones. */
export interface ReadValidate {
  readonly key: string;
  readonly options: ValidatorOptions;
}

const FLAGS = [
  'always',
  'strictGroups',
  'whitelist',
  'forbidNonWhitelisted',
  'forbidUnknownValues',
  'skipUndefinedProperties',
  'skipNullProperties',
  'skipMissingProperties',
  'stopAtFirstError',
  'dismissDefaultMessages',
] as const satisfies readonly (keyof ValidateOptions)[];

const NAMES: readonly string[] = ['groups', ...FLAGS];

const PLAIN: ReadValidate = { key: '', options: {} };

/** What was read from an object of options is kept: most programs have one such object. */
const known = new WeakMap<object, ReadValidate>();

/**
 * What a setting asks for; undefined for `false`.
 *
 * @throws ConfigurationError for an unknown option, which would be lost without a word, and for a wrong value.
 */
export function readValidate(name: string, setting: ValidateSetting): ReadValidate | undefined {
  if (setting === false) return undefined;
  if (setting === true) return PLAIN;
  if (!isRecord(setting)) {
    throw new ConfigurationError(
      `${name}: 'validate' is true, false or options of class-validator, not ${describeValue(setting)}.`,
    );
  }
  // A frozen object cannot change, and neither can its groups, which are copied.
  const before = Object.isFrozen(setting) ? known.get(setting) : undefined;
  if (before !== undefined) return before;
  const read = readOptions(name, setting);
  known.set(setting, read);
  return read;
}

/** A setting that is read over and over: a frozen copy is read once. */
export function keepSetting(setting: ValidateSetting): ValidateSetting {
  return isRecord(setting) ? Object.freeze({ ...setting }) : setting;
}

function readOptions(name: string, given: Readonly<Record<string, unknown>>): ReadValidate {
  for (const option of Object.keys(given)) {
    if (NAMES.includes(option)) continue;
    throw new ConfigurationError(`${name}: validate knows no option '${option}'.${didYouMean(option, NAMES)}`);
  }
  const { groups } = given;
  if (groups !== undefined && !(Array.isArray(groups) && groups.every((group) => typeof group === 'string'))) {
    throw new ConfigurationError(`${name}: 'validate.groups' is a list of texts, not ${describeValue(groups)}.`);
  }
  const options: ValidatorOptions = groups === undefined ? {} : { groups: [...(groups as readonly string[])] };
  for (const flag of FLAGS) {
    const value = given[flag];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') {
      throw new ConfigurationError(`${name}: 'validate.${flag}' is true or false, not ${describeValue(value)}.`);
    }
    options[flag] = value;
  }
  return { key: JSON.stringify([options.groups, FLAGS.map((flag) => options[flag] ?? null)]), options };
}
