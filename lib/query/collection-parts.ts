import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Codec } from '../types/codec';
import type { CqlType } from '../types/cql-type';
import { createCodec } from '../types/create-codec';

interface Parts {
  /** Of a map's keys; undefined for lists and sets. */
  readonly key: Codec | undefined;
  /** Of a list's or set's elements, or a map's values. */
  readonly element: Codec;
}

const PARTS = new WeakMap<ColumnMetadata, Parts>();

function partsOf(column: ColumnMetadata): Parts {
  let parts = PARTS.get(column);
  if (parts === undefined) {
    const { type } = column;
    if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') {
      // Callers look at the type first.
      parts = { key: undefined, element: column.codec };
    } else {
      const key = type.kind === 'map' ? createCodec(type.key) : undefined;
      parts = { key, element: createCodec(type.kind === 'map' ? type.value : type.element) };
    }
    PARTS.set(column, parts);
  }
  return parts;
}

/** The codec of the elements of a list or set, or of the values of a map. */
export function elementCodec(column: ColumnMetadata): Codec {
  return partsOf(column).element;
}

/** The codec of the keys of a map; undefined for other columns. */
export function keyCodec(column: ColumnMetadata): Codec | undefined {
  return partsOf(column).key;
}

/** A collection of which single elements are stored, and so can be changed. */
export function isMultiCell(type: CqlType): boolean {
  return (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') && !type.frozen;
}
