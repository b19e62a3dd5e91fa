import type { WireColumn } from './cells';

/** Whether two results have the same columns of the same types, in the same order. */
export function sameColumns(one: readonly WireColumn[], other: readonly WireColumn[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) {
    const a = one[index];
    const b = other[index];
    if (a?.name !== b?.name || !sameInfo(a?.type, b?.type)) return false;
  }
  return true;
}

/** A type is a code, and with it nothing, a name, types, or the name and the fields of a user-defined type. */
function sameInfo(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return isNone(one, other);
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => sameInfo(Reflect.get(one, name), Reflect.get(other, name)))
  );
}

/** The driver leaves the property out or sets it to null. */
function isNone(one: unknown, other: unknown): boolean {
  return (one ?? undefined) === undefined && (other ?? undefined) === undefined;
}
