import { types } from 'cassandra-driver';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Change, ChangeName } from '../query/changes';
import { elementCodec, keyCodec } from '../query/collection-parts';
import { encodeWith } from '../query/encode-value';
import { userTypeField } from '../query/user-type-field';
import { canonicalBytes, readElements } from '../types/canonical-bytes';
import type { Codec } from '../types/codec';
import type { CqlType } from '../types/cql-type';
import { decodeColumn } from './decode-column';
import type { EntityTable } from './entity-table';

/**
 * Whether a stored value is the one of a parameter. Unset says nothing, so it always holds; sets and maps are equal in
 * any order.
 */
export function holdsValue<E extends object>(
  table: EntityTable<E>,
  column: ColumnMetadata,
  stored: unknown,
  param: unknown,
): boolean {
  if (param === types.unset) return true;
  const bytes = storedBytes(table, column, stored);
  // An empty collection that is not frozen and none are the same to Cassandra.
  const wanted = Buffer.isBuffer(param) ? param : storedBytes(table, column, null);
  if (bytes === null || wanted === null) return bytes === wanted;
  return canonicalBytes(column.type, bytes).equals(canonicalBytes(column.type, wanted));
}

const VISIBLE: Readonly<Record<string, readonly ChangeName[]>> = {
  set: ['add', 'remove'],
  map: ['put', 'removeKey', 'setAt'],
  udt: ['setFields'],
};

/** Whether a row shows a change in place: not of lists and counters, nor values that the server makes. */
export function isVisible({ type }: ColumnMetadata, { name }: Change): boolean {
  return VISIBLE[type.kind]?.includes(name) === true;
}

/** Whether a stored value shows what a visible change in place makes of it. */
export function showsChange<E extends object>(
  table: EntityTable<E>,
  column: ColumnMetadata,
  stored: unknown,
  change: Change,
): boolean {
  if (change.name === 'setFields') return showsFields(column, stored, change);
  const bytes = storedBytes(table, column, stored);
  const { type } = column;
  if (type.kind === 'set') {
    const elements = new Set(collection(bytes, 1).map(([element]) => keyOf(type.element, element)));
    const has = (operand: unknown): boolean => elements.has(textOf(type.element, elementCodec(column), operand));
    return change.name === 'add' ? change.operands.every(has) : !change.operands.some(has);
  }
  return type.kind === 'map' && showsEntries(column, type, collection(bytes, 2), change);
}

function showsEntries(
  column: ColumnMetadata,
  { key, value }: CqlType & { readonly kind: 'map' },
  stored: readonly (readonly [Buffer, Buffer?])[],
  { name, operands }: Change,
): boolean {
  const keys = keyCodec(column);
  if (keys === undefined) return false;
  const entries = new Map(stored.map(([k, v]) => [keyOf(key, k), v === undefined ? undefined : keyOf(value, v)]));
  const entryOf = (operand: unknown): string | undefined => entries.get(textOf(key, keys, operand));
  const holds = ([k, v]: readonly unknown[]): boolean =>
    entryOf(k) === (v === null ? undefined : textOf(value, elementCodec(column), v));
  if (name === 'put') return operands.every((pair) => Array.isArray(pair) && holds(pair));
  return name === 'setAt' ? holds(operands) : operands.every((operand) => entryOf(operand) === undefined);
}

function showsFields(column: ColumnMetadata, stored: unknown, { operands: [fields] }: Change): boolean {
  const value: unknown = stored === null || stored === undefined ? {} : decodeColumn(column, stored);
  return Object.entries(fields as object).every(([property, wanted]) => {
    if (wanted === undefined) return true;
    const { encode } = userTypeField(column, property);
    const found = encode(Reflect.get(value as object, property));
    const expected = encode(wanted);
    const type = column.type.kind === 'udt' ? column.type.definition?.byProperty.get(property)?.type : undefined;
    if (found === null || expected === null || type === undefined) return found === expected;
    return canonicalBytes(type, found).equals(canonicalBytes(type, expected));
  });
}

/** The value as this column writes it, whatever form the driver decoded it to. */
function storedBytes<E extends object>(table: EntityTable<E>, column: ColumnMetadata, stored: unknown): Buffer | null {
  const none = stored === null || stored === undefined;
  if (none && column.empty === undefined) return null;
  const bytes = table.parameter(column, none ? column.empty?.() : decodeColumn(column, stored));
  return Buffer.isBuffer(bytes) ? bytes : null;
}

function collection(bytes: Buffer | null, size: 1 | 2): readonly (readonly [Buffer, Buffer?])[] {
  return bytes === null ? [] : readElements(bytes, size);
}

function keyOf(type: CqlType, bytes: Buffer): string {
  return canonicalBytes(type, bytes).toString('latin1');
}

function textOf(type: CqlType, codec: Codec, operand: unknown): string {
  return keyOf(type, encodeWith(codec, codec.cql, operand));
}
