import type { ValidateSetting } from '../metadata/validate-options';
import { changesOf } from '../query/assignments';
import { readValidate } from '../validation/read-validate';
import type { Rules } from '../validation/rules';
import { rulesOf } from '../validation/rules';
import type { EntityTable } from './entity-table';
import { fillInitialValues, namedColumns, requireValues } from './entity-values';
import { knownRow } from './loaded-row';
import { requireOptions } from './require-options';

/** Values that were validated, and what is still to be waited for. */
export interface Validated {
  readonly values: object;
  /** Undefined where every rule has answered. */
  readonly pending: Promise<void> | undefined;
}

interface Options {
  readonly validate?: ValidateSetting | undefined;
}

function rulesFor<E extends object>(
  table: EntityTable<E>,
  target: new () => object,
  options: Options | undefined,
): Rules | undefined {
  const { name } = table.metadata;
  if (options !== undefined) requireOptions(name, options);
  const own = options?.validate;
  // `true` asks for validation as it is set already.
  const setting = own === undefined || (own === true && table.validate !== false) ? table.validate : own;
  if (setting === false) return undefined;
  const read = readValidate(name, setting);
  const rules = read && rulesOf(target, read);
  return rules?.apply === true ? rules : undefined;
}

/** What the server makes, or changes in place, cannot be judged here. */
function isChange(value: unknown): boolean {
  return typeof value === 'object' && value !== null && changesOf(value).length > 0;
}

/** Nothing is written of an undefined property. */
function isUnwritten(value: unknown): boolean {
  return value === undefined || isChange(value);
}

/**
 * Checks an entity that is to be saved, with its generated values. Of one that was loaded or saved before, undefined
 * properties are passed over: they stay what they are in the row.
 *
 * @throws ValidationError
 */
export function validateSave<E extends object>(
  table: EntityTable<E>,
  entity: E,
  options: Options | undefined,
): Promise<void> | undefined {
  if (options?.validate === undefined && table.validate === false) return undefined;
  requireValues(table.metadata, entity);
  const isInstance = entity instanceof table.metadata.target;
  const rules = rulesFor(table, isInstance ? classOf(entity) : table.metadata.target, options);
  if (rules === undefined) return undefined;
  if (entity.constructor !== table.metadata.target) namedColumns(table.metadata, entity);
  fillInitialValues(table, entity);
  const skips = knownRow(entity) === undefined ? isChange : isUnwritten;
  if (isInstance) return rules.check(entity, skips);
  const copy = instanceOf(table, entity);
  const pending = rules.check(copy, skips);
  // What `whitelist` takes off is not to be written.
  for (const property of Object.keys(entity))
    if (!Object.hasOwn(copy, property)) Reflect.deleteProperty(entity, property);
  return pending;
}

/** Checks a copy of the values that are to be inserted, with the generated ones. @throws ValidationError */
export function validateInsert<E extends object>(
  table: EntityTable<E>,
  values: object,
  options: Options | undefined,
): Validated | undefined {
  if (options?.validate === undefined && table.validate === false) return undefined;
  const { metadata } = table;
  requireValues(metadata, values);
  const rules = rulesFor(table, values instanceof metadata.target ? classOf(values) : metadata.target, options);
  if (rules === undefined) return undefined;
  if (values.constructor !== metadata.target) namedColumns(metadata, values);
  const copy = instanceOf(table, values);
  fillInitialValues(table, copy);
  return { values: copy, pending: rules.check(copy, isChange) };
}

/** Checks the properties that an update names, and no others. @throws ValidationError */
export function validateUpdate<E extends object>(
  table: EntityTable<E>,
  changes: object,
  options: Options | undefined,
): Validated | undefined {
  if (options?.validate === undefined && table.validate === false) return undefined;
  const rules = rulesFor(table, table.metadata.target, options);
  if (rules === undefined) return undefined;
  const named = namedColumns(table.metadata, changes).map(({ property }) => property);
  const copy: object = Object.create(table.metadata.target.prototype as object) as object;
  for (const property of named) define(copy, property, Reflect.get(changes, property));
  const pending = rules.check(copy, isUnwritten);
  const kept = named.filter((property) => Object.hasOwn(copy, property));
  const values =
    kept.length === named.length ? changes : Object.fromEntries(kept.map((key) => [key, Reflect.get(changes, key)]));
  return { values, pending };
}

/** An instance with the same values, which may be changed. Columns behind accessors become plain properties. */
function instanceOf<E extends object>({ metadata }: EntityTable<E>, values: object): object {
  const isInstance = values instanceof metadata.target;
  const prototype: unknown = isInstance ? Object.getPrototypeOf(values) : metadata.target.prototype;
  const copy = Object.create(prototype as object) as object;
  for (const [property, value] of Object.entries(values)) define(copy, property, value);
  for (const { property } of metadata.columns) {
    const value: unknown = isInstance ? Reflect.get(values, property) : undefined;
    if (value !== undefined && !Object.hasOwn(copy, property)) define(copy, property, value);
  }
  return copy;
}

function define(object: object, property: string, value: unknown): void {
  Object.defineProperty(object, property, { value, writable: true, enumerable: true, configurable: true });
}

/** By the prototype: an own property may be called `constructor`. */
function classOf(entity: object): new () => object {
  const { constructor } = Object.getPrototypeOf(entity) as object;
  // Its prototype made it an instance of an entity class.
  return constructor as new () => object;
}
