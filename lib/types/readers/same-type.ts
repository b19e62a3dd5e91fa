import type { WireColumn, WireType } from './cells';

/** Whether two results have the same columns of the same types, in the same order. */
export function sameColumns(one: readonly WireColumn[], other: readonly WireColumn[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) {
    const a = one[index];
    const b = other[index];
    if (a?.name !== b?.name || !sameType(a?.type, b?.type)) return false;
  }
  return true;
}

/** The driver reads the columns anew with each answer, so this runs for each; most types are nothing but a code. */
function sameType(one: WireType | undefined, other: WireType | undefined): boolean {
  return one?.code === other?.code && sameInfo(one?.info, other?.info);
}

/** With the code of a type comes nothing, a name, types, or the name and the fields of a user-defined type. */
function sameInfo(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return isNone(one, other);
  if (isType(one) && isType(other)) return sameType(one, other);
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => sameInfo(Reflect.get(one, name), Reflect.get(other, name)))
  );
}

function isType(info: object): info is WireType {
  return 'code' in info;
}

/** The driver leaves the property out or sets it to null. */
function isNone(one: unknown, other: unknown): boolean {
  return (one ?? undefined) === undefined && (other ?? undefined) === undefined;
}
