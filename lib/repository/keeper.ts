import { types as nodeTypes } from 'node:util';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { CqlType } from '../types/cql-type';
import { isDriverValue } from '../types/driver-value';
import { isReadAsPrimitive } from '../types/readers/scalar-readers';
import { representationName } from '../types/representation';
import { columnDecoder } from './decode-column';
import { isImmutable } from './is-immutable';

const { isMap, isSet } = nodeTypes;

/** How the value of one column is remembered while the program has the entity in its hands. */
export interface Keeper {
  /**
   * Takes the driver's value, which is not null, before it is decoded. Undefined where the driver's value itself will do.
   */
  readonly keep: ((value: unknown) => unknown) | undefined;
  /** The value of the property is remembered, not the driver's. */
  readonly keepsDecoded: boolean;
  /** Makes the value of the property again. */
  readonly restore: (kept: unknown) => unknown;
}

/**
 * Values that nobody can change in place are remembered as they are; of others a copy, in the smallest form that holds
 * what they hold.
 */
export function keeperOf(column: ColumnMetadata): Keeper {
  const { type, transformer, representation } = column;
  const decode = columnDecoder(column);
  const restore = decode ?? ((kept: unknown) => kept);
  if (transformer === undefined && type.kind === 'scalar') {
    const as = representation === undefined ? undefined : representationName(representation);
    if (isReadAsPrimitive(type.name, as)) return { keep: undefined, keepsDecoded: true, restore: (kept) => kept };
  }
  if (!isAliased(type, decode !== undefined)) return { keep: undefined, keepsDecoded: false, restore };
  const compact = decode === undefined ? compactKeeper(type) : undefined;
  return { ...(compact ?? { keep: copyOf, restore }), keepsDecoded: false };
}

/**
 * Whether a program that changes the property in place would change the driver's value too. Decoding makes a new value,
 * but passes on what is nested inside.
 */
export function isAliased(type: CqlType, decoded: boolean): boolean {
  switch (type.kind) {
    case 'scalar':
      return !decoded && (type.name === 'timestamp' || type.name === 'blob');
    case 'list':
    case 'set':
      return !decoded || type.element.kind !== 'scalar';
    case 'map':
      // Where the keys alone are decoded, dates and bytes among the values are passed on.
      return !decoded || !isImmutable(type.key) || !isImmutable(type.value);
    default:
      return true;
  }
}

type Compact = Pick<Keeper, 'keep' | 'restore'>;

/** Dates and collections of plain values are the frequent ones: arrays and numbers are a third of their size. */
function compactKeeper(type: CqlType): Compact | undefined {
  if (type.kind === 'scalar' && type.name === 'timestamp') return DATES;
  if (type.kind === 'set' && isImmutable(type.element)) return SETS;
  if (type.kind === 'map' && isImmutable(type.key) && isImmutable(type.value)) return MAPS;
  return type.kind === 'list' && isImmutable(type.element) ? LISTS : undefined;
}

const DATES: Compact = {
  keep: (value) => (value instanceof Date ? value.getTime() : value),
  restore: (kept) => (typeof kept === 'number' ? new Date(kept) : kept),
};
const SETS: Compact = {
  keep: (value) => (isSet(value) ? Array.from(value) : copyOf(value)),
  restore: (kept) => (Array.isArray(kept) ? new Set(kept as unknown[]) : kept),
};
const MAPS: Compact = {
  keep: (value) => (isMap(value) ? flatEntries(value) : copyOf(value)),
  restore: (kept) => (Array.isArray(kept) ? mapOf(kept as unknown[]) : kept),
};
const LISTS: Compact = {
  keep: (value) => (Array.isArray(value) ? value.slice() : copyOf(value)),
  restore: (kept) => kept,
};

/** Keys and values in turn. */
function flatEntries(map: ReadonlyMap<unknown, unknown>): unknown[] {
  const flat = new Array<unknown>(map.size * 2);
  let at = 0;
  for (const [key, value] of map) {
    flat[at] = key;
    flat[at + 1] = value;
    at += 2;
  }
  return flat;
}

function mapOf(flat: readonly unknown[]): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (let at = 0; at < flat.length; at += 2) map.set(flat[at], flat[at + 1]);
  return map;
}

/** A copy, as deep as the driver's values go. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Set) return new Set([...value].map(copyOf));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [copyOf(key), copyOf(item)]));
  // Of the driver's own classes only this one hands out the array that it holds; its elements may stand for it.
  if (isDriverValue(value, 'Vector')) return value.elements.map(copyOf);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copyOf(item)]));
}
