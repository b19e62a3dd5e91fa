import type { ValidatorConstraintInterface, ValidatorOptions } from 'class-validator';
import type { RuleStorage } from './packages';
import { classValidator } from './packages';

/** The rules of a class, ready to run. */
export interface CompiledRules {
  /**
   * True when class-validator would have no error, false when it must be asked. Undefined where the class has rules that
   * only class-validator itself can judge.
   */
  readonly passes: ((object: object, skips: (value: unknown) => boolean) => boolean) | undefined;
  /** Cleared when a rule turns out to answer with a promise. */
  isSync: boolean;
}

type RuledClass = abstract new (...args: never[]) => unknown;

type RuleMetadata = ReturnType<RuleStorage['getTargetValidationMetadatas']>[number];

type Check = (object: object, value: unknown) => unknown;

interface PropertyChecks {
  readonly property: string;
  readonly conditions: Check[];
  /** They run whatever the options say about missing values. */
  readonly defined: Check[];
  readonly checks: Check[];
}

/** What class-validator calls the constraint of a rule of its own; a class of the program's may keep state. */
const OWN_CONSTRAINT = 'CustomConstraint';

let ownNames: ReadonlySet<string> | undefined;

/** The names of class-validator's own rules, which it exports as constants. */
function ruleNames(): ReadonlySet<string> {
  ownNames ??= new Set(
    Object.entries(classValidator()).flatMap(([name, value]) =>
      /^[A-Z][A-Z\d_]+$/.test(name) && typeof value === 'string' ? [value] : [],
    ),
  );
  return ownNames;
}

/** Undefined for a class without rules. */
export function compileRules(
  storage: RuleStorage,
  target: RuledClass,
  options: ValidatorOptions,
): CompiledRules | undefined {
  const { always = false, strictGroups = false, groups } = options;
  // It takes a schema's name there, which entities have not.
  const rules = storage.getTargetValidationMetadatas(target, '', always, strictGroups, groups);
  if (rules.length === 0) {
    return options.forbidUnknownValues === true ? { passes: undefined, isSync: true } : undefined;
  }
  const compiled: CompiledRules = { passes: undefined, isSync: true };
  const onPromise = (): void => void (compiled.isSync = false);
  const properties = groupRules(rules, (rule) => compileCheck(storage, target, rule, onPromise));
  if (properties === undefined) return { passes: undefined, isSync: false };
  return Object.assign(compiled, { passes: passesAll(properties, options) });
}

/** Undefined when one of the rules is none that can be run here. */
function groupRules(
  rules: readonly RuleMetadata[],
  compile: (rule: RuleMetadata) => Check | undefined,
): readonly PropertyChecks[] | undefined {
  const byProperty = new Map<string, PropertyChecks>();
  for (const rule of rules) {
    let property = byProperty.get(rule.propertyName);
    if (property === undefined) {
      property = { property: rule.propertyName, conditions: [], defined: [], checks: [] };
      byProperty.set(rule.propertyName, property);
    }
    if (!addRule(property, rule, compile)) return undefined;
  }
  return [...byProperty.values()];
}

function addRule(
  property: PropertyChecks,
  rule: RuleMetadata,
  compile: (rule: RuleMetadata) => Check | undefined,
): boolean {
  const { ValidationTypes } = classValidator();
  switch (rule.type) {
    case ValidationTypes.WHITELIST:
      return true;
    case ValidationTypes.CONDITIONAL_VALIDATION:
      property.conditions.push(conditionOf(rule.constraints[0] as Check));
      return true;
    case ValidationTypes.IS_DEFINED:
    case ValidationTypes.CUSTOM_VALIDATION: {
      const check = compile(rule);
      if (check === undefined) return false;
      (rule.type === ValidationTypes.IS_DEFINED ? property.defined : property.checks).push(check);
      return true;
    }
    default:
      return false;
  }
}

/** Any true value will do. */
function conditionOf(condition: Check): Check {
  return (object, value) => Boolean(condition(object, value));
}

function compileCheck(
  storage: RuleStorage,
  target: RuledClass,
  rule: RuleMetadata,
  onPromise: () => void,
): Check | undefined {
  const [constraint, ...others] = storage.getTargetValidatorConstraints(rule.constraintCls);
  const isOwn = ruleNames().has(rule.name ?? '') && rule.constraintCls.name === OWN_CONSTRAINT;
  if (constraint === undefined || others.length > 0 || !isOwn || constraint.async) return undefined;
  const plain = testOf(target, constraint.instance, rule, onPromise);
  const { each, validateIf } = rule;
  const checked: Check = each
    ? (object, value) => elementsOf(value)?.every((item) => plain(object, item, value)) ?? plain(object, value)
    : plain;
  return validateIf === undefined ? checked : (object, value) => !validateIf(object, value) || checked(object, value);
}

/**
 * class-validator's own function of a rule is called and not written anew: a rule of the program's may have taken the
 * name of one of class-validator's, and nothing tells them apart.
 */
function testOf(
  target: RuledClass,
  instance: ValidatorConstraintInterface,
  { propertyName: property, constraints }: RuleMetadata,
  onPromise: () => void,
): (object: object, value: unknown, whole?: unknown) => boolean {
  const { name } = target;
  return (object, value, whole = value) => {
    // The name of a function is slow to read.
    const targetName = object.constructor === target ? name : object.constructor.name;
    const result = instance.validate(value, { targetName, property, object, value: whole, constraints });
    if (typeof result === 'boolean') return result;
    // Such a rule of the program's may answer later.
    if (typeof result === 'object') onPromise();
    return false;
  };
}

function elementsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (value instanceof Set) return [...(value as ReadonlySet<unknown>)];
  return value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>).values()] : undefined;
}

function passesAll(properties: readonly PropertyChecks[], options: ValidatorOptions): CompiledRules['passes'] {
  const allowed = options.whitelist === true ? new Set(properties.map(({ property }) => property)) : undefined;
  const passes = properties.map((property) => passesProperty(property, options));
  return (object, skips) => {
    if (allowed !== undefined && !Object.keys(object).every((key) => allowed.has(key))) return false;
    for (const passesOne of passes) {
      if (!passesOne(object, skips)) return false;
    }
    return true;
  };
}

/** Most properties have rules of one sort alone, so that the other lists are left out here, once. */
function passesProperty(
  { property, conditions, defined, checks }: PropertyChecks,
  options: ValidatorOptions,
): (object: object, skips: (value: unknown) => boolean) => boolean {
  const skipsUndefined = options.skipUndefinedProperties === true || options.skipMissingProperties === true;
  const skipsNull = options.skipNullProperties === true || options.skipMissingProperties === true;
  const isConditional = conditions.length > 0;
  const mustBeDefined = defined.length > 0;
  return (object, skips) => {
    // `Reflect.get` remembers nothing between its calls, and this runs for each property of each entity.
    const value = (object as Readonly<Record<string, unknown>>)[property];
    if (skips(value) || (isConditional && !allOf(conditions, object, value))) return true;
    if (mustBeDefined && !allOf(defined, object, value)) return false;
    if ((skipsUndefined && value === undefined) || (skipsNull && value === null)) return true;
    return allOf(checks, object, value);
  };
}

function allOf(checks: readonly Check[], object: object, value: unknown): boolean {
  for (const check of checks) {
    if (check(object, value) !== true) return false;
  }
  return true;
}
