import type { ValidationError as RuleError, ValidatorOptions } from 'class-validator';
import type { CompiledRules } from './compile-rules';
import { compileRules } from './compile-rules';
import type { RuleStorage } from './packages';
import { classValidator, ruleStorage } from './packages';
import type { ReadValidate } from './read-validate';
import { ruleError } from './rule-error';

/** Any class whose instances are checked. */
export type RuledClass = abstract new (...args: never[]) => object;

/** Groups may come from requests, so the number of sets of options is bounded. */
const KEPT = 64;

const byClass = new WeakMap<object, Map<string, Rules>>();

const SKIPS_NOTHING = (): boolean => false;

/**
 * class-validator's rules of one class under one set of options. They are read once, and again when decorators have
 * added some; what passes the compiled rules costs a call for each rule, and everything else is judged by class-validator
 * itself, so that messages and verdicts are its own.
 */
export class Rules {
  readonly #target: RuledClass;
  readonly #options: ValidatorOptions;
  /** The class and its parents, whose rules it has too. */
  readonly #family: readonly unknown[];
  #compiled: CompiledRules | undefined;
  #count = 0;

  constructor(target: RuledClass, options: ValidatorOptions) {
    this.#target = target;
    this.#options = options;
    this.#family = familyOf(target);
  }

  /** Whether the class has rules at all. */
  get apply(): boolean {
    return this.#refresh() !== undefined;
  }

  /**
   * Checks an instance; a promise comes back only where a rule may be asynchronous.
   *
   * @param skips values that say nothing: properties that have one are not checked
   * @throws ValidationError with class-validator's messages, at once or from the promise
   */
  check(object: object, skips: (value: unknown) => boolean = SKIPS_NOTHING): Promise<void> | undefined {
    const compiled = this.#refresh();
    if (compiled === undefined || compiled.passes?.(object, skips) === true) return undefined;
    const skipUndefinedProperties = this.#options.skipUndefinedProperties === true || skips(undefined);
    const options = { ...this.#options, skipUndefinedProperties };
    const { validate, validateSync } = classValidator();
    const judge = (errors: readonly RuleError[]): void => this.#judge(object, errors, skips);
    if (!compiled.isSync) return validate(object, options).then(judge);
    judge(validateSync(object, options));
    return undefined;
  }

  #judge(object: object, all: readonly RuleError[], skips: (value: unknown) => boolean): void {
    const errors = all.filter(({ property }) => !skipsProperty(object, property, skips));
    if (errors.length > 0) throw ruleError(this.#target.name, errors);
  }

  #refresh(): CompiledRules | undefined {
    const storage = ruleStorage();
    if (storage === undefined) return undefined;
    const count = countRules(storage, this.#family);
    if (count !== this.#count) {
      this.#compiled = compileRules(storage, this.#target, this.#options);
      this.#count = count;
    }
    return this.#compiled;
  }
}

/** The error of an object to which no rule applies has no property. */
function skipsProperty(object: object, property: string | undefined, skips: (value: unknown) => boolean): boolean {
  return property !== undefined && skips(Reflect.get(object, property));
}

/** The rules of a class under some options; the same object each time. */
export function rulesOf(target: RuledClass, { key, options }: ReadValidate): Rules {
  let known = byClass.get(target);
  if (known === undefined || known.size > KEPT) {
    known = new Map();
    byClass.set(target, known);
  }
  let rules = known.get(key);
  if (rules === undefined) {
    rules = new Rules(target, options);
    known.set(key, rules);
  }
  return rules;
}

function familyOf(target: RuledClass): readonly unknown[] {
  const family: unknown[] = [target];
  for (let proto: unknown = target.prototype; typeof proto === 'object' && proto !== null;) {
    proto = Object.getPrototypeOf(proto);
    if (typeof proto === 'object' && proto !== null) family.push(Reflect.get(proto, 'constructor'));
  }
  return family;
}

/** Rules are only ever added, so their number tells whether there are new ones. */
function countRules(storage: RuleStorage, family: readonly unknown[]): number {
  const byTarget = (storage as unknown as { readonly validationMetadatas?: unknown }).validationMetadatas;
  // Another version of the package may keep them elsewhere: then they are read each time.
  if (!(byTarget instanceof Map)) return NaN;
  let count = 0;
  for (const target of family) {
    const rules: unknown = byTarget.get(target);
    if (Array.isArray(rules)) count += rules.length;
  }
  return count;
}
