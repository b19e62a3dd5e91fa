import type { ValidationFault } from '../errors';
import { ConfigurationError, ValidationError } from '../errors';
import type { ClassField } from '../metadata/class-fields';
import { classFields } from '../metadata/class-fields';
import type { EntityClass } from '../metadata/table-metadata';
import { didYouMean } from '../suggest';
import { CodecFault } from '../types/codec';
import { describeValue } from '../types/describe-value';
import { isPlainObject } from '../types/plain-object';
import type { UserTypeMetadata } from '../types/user-type';
import type { PlainOptions } from './transforms';
import { checkPlainOptions, transformsOf } from './transforms';
import { madeFromPlain, transformedFromPlain } from './value-from-plain';

/** What `fromPlain` does with a body. */
export interface FromPlainOptions extends PlainOptions {
  /** Properties that are no columns, or that must not come from outside: an error unless this says `'strip'`. */
  readonly unknown?: 'refuse' | 'strip' | undefined;
}

/** They would reach the prototype of an object. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * An entity out of a JSON body: what `toPlain` made comes back equal. Texts become Date, bigint, uuid, bytes (base64) and
 * so on by the type of the column, lists become Set, objects become Map or the class of a user-defined type. What is not
 * in the body stays as `new Entity()` has it; null stays null. Rules of class-validator are not looked at here.
 *
 * `@Expose({ name })`, `@Exclude()`, `@Transform()` of class-transformer count, with `groups` and `version`. A
 * `@Transform` gets the value of the body.
 *
 * @throws ValidationError with all fields that do not fit, and all that are unknown
 * @throws ConfigurationError for a class without columns, or wrong options
 * @example
 * ```ts
 * const user = fromPlain(User, request.body);
 * await users.save(user);
 * ```
 */
export function fromPlain<C extends EntityClass>(
  target: C,
  body: unknown,
  options: FromPlainOptions = {},
): InstanceType<C> {
  checkPlainOptions('fromPlain', options);
  const { unknown = 'refuse' } = options;
  if (!['refuse', 'strip'].includes(unknown)) {
    throw new ConfigurationError(`fromPlain: 'unknown' is 'refuse' or 'strip', not ${describeValue(unknown)}.`);
  }
  if (typeof target !== 'function') {
    throw new ConfigurationError(`fromPlain takes a class, not ${describeValue(target)}.`);
  }
  const faults: ValidationFault[] = [];
  const instance = new Reading(options, faults).instance(target, classFields(target), body, target.name);
  if (faults.length === 0) return instance as InstanceType<C>;
  const told = faults.map(({ path, constraints }) => `${path} ${Object.values(constraints).join(', ')}`).join('; ');
  throw new ValidationError(`${told}.`, { errors: faults });
}

/** One call of `fromPlain`: collects the faults of the body and of the user-defined types in it. */
class Reading {
  readonly #options: FromPlainOptions;
  readonly #faults: ValidationFault[];

  constructor(options: FromPlainOptions, faults: ValidationFault[]) {
    this.#options = options;
    this.#faults = faults;
  }

  instance(target: EntityClass, fields: readonly ClassField[], body: unknown, path: string): object {
    const instance = new target();
    if (!isPlainObject(body)) {
      this.#fault(path, 'type', `takes an object by property, not ${describeValue(body)}`);
      return instance;
    }
    const transforms = transformsOf(target, this.#options);
    const properties = fields.map(({ property }) => property);
    const allowed = new Set(transforms?.classKeys(properties) ?? properties);
    const byName = new Map(
      fields.flatMap((field) =>
        allowed.has(field.property) ? [[transforms?.nameOf(field.property) ?? field.property, field] as const] : [],
      ),
    );
    for (const [name, raw] of Object.entries(body)) {
      const field = byName.get(name);
      if (field === undefined) {
        this.#unknown(`${path}.${name}`, name, byName.keys());
        continue;
      }
      const given = transforms?.fromBody(raw, field.property, body) ?? raw;
      const value = given === raw ? raw : given;
      this.#set(instance, field, value, value !== raw, `${path}.${name}`);
    }
    return instance;
  }

  #set(instance: object, field: ClassField, value: unknown, isMade: boolean, path: string): void {
    if (value === undefined) return;
    const make = (definition: UserTypeMetadata, inner: unknown): unknown => this.#userType(definition, inner, path);
    try {
      const read = isMade ? madeFromPlain : transformedFromPlain;
      Reflect.set(instance, field.property, value === null ? null : read(field, value, make));
    } catch (error) {
      if (!(error instanceof CodecFault)) throw error;
      this.#fault(path + error.inner, 'type', `does not fit ${field.cqlType}: ${error.message}`);
    }
  }

  #userType(definition: UserTypeMetadata, value: unknown, path: string): unknown {
    if (value instanceof definition.target) return value;
    const instance = this.instance(definition.target, definition.fields, value, path);
    // Rows hold null where a value has no such field.
    for (const { property, empty } of definition.fields) {
      if (Reflect.get(instance, property) === undefined) Reflect.set(instance, property, empty?.() ?? null);
    }
    return instance;
  }

  #unknown(path: string, name: string, known: Iterable<string>): void {
    if (this.#options.unknown === 'strip' && !FORBIDDEN.has(name)) return;
    this.#fault(path, 'unknown', `is no property of it${didYouMean(name, known)}`.replace(/\.$/, ''));
  }

  #fault(path: string, rule: string, message: string): void {
    this.#faults.push({ path, constraints: { [rule]: message } });
  }
}
