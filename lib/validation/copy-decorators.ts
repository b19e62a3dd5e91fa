import type { EntityClass } from '../metadata/table-metadata';
import { classValidator, ruleStorage, transformStorage } from './packages';

/** Rules of some properties for another class; `isPartial` passes over undefined ones. */
export function copyRules(from: EntityClass, to: EntityClass, kept: readonly string[], isPartial: boolean): void {
  const storage = ruleStorage();
  if (storage === undefined) return;
  const rules = storage
    .getTargetValidationMetadatas(from, '', false, false)
    .filter(({ propertyName }) => kept.includes(propertyName));
  for (const rule of rules) {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(rule) as object) as typeof rule, rule);
    copy.target = to;
    storage.addValidationMetadata(copy);
  }
  if (!isPartial) return;
  const { ValidateIf } = classValidator();
  const given = ValidateIf((_, value) => value !== undefined);
  for (const property of new Set(rules.map(({ propertyName }) => propertyName)))
    given(to.prototype as object, property);
}

const STORES = ['_exposeMetadatas', '_excludeMetadatas', '_transformMetadatas', '_typeMetadatas'] as const;

/** Decorators of class-transformer on some properties, and on the class itself, for another class. */
export function copyTransforms(from: EntityClass, to: EntityClass, kept: readonly string[]): void {
  const storage = transformStorage();
  if (storage === undefined) return;
  for (const name of STORES) {
    const store: unknown = Reflect.get(storage, name);
    if (!(store instanceof Map)) continue;
    const copied = new Map<unknown, unknown>();
    for (const each of familyOf(from)) {
      const byProperty: unknown = store.get(each);
      if (!(byProperty instanceof Map)) continue;
      for (const [property, found] of byProperty as ReadonlyMap<unknown, unknown>) {
        // Without a property they stand on the class, and there for that class alone.
        const belongs =
          property === undefined ? each === from : typeof property === 'string' && kept.includes(property);
        if (belongs && (Array.isArray(found) || !copied.has(property)))
          copied.set(property, retarget(found, to, copied.get(property)));
      }
    }
    if (copied.size > 0) store.set(to, copied);
  }
}

/** Transforms of parents run before those of their children. */
function retarget(found: unknown, target: EntityClass, before: unknown): unknown {
  if (!Array.isArray(found)) return { ...(found as object), target };
  const own = found.map((each: object) => ({ ...each, target }));
  return Array.isArray(before) ? [...(before as object[]), ...own] : own;
}

/** The class and its parents. */
function familyOf(target: unknown): readonly unknown[] {
  const family: unknown[] = [];
  for (let each = target; typeof each === 'function'; each = Object.getPrototypeOf(each)) family.push(each);
  return family;
}
