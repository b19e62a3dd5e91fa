import { types } from 'cassandra-driver';
import type { CqlType } from '../../../../lib/types/cql-type';

interface TypeInfo {
  readonly code: number;
  readonly info?: unknown;
  readonly customTypeName?: string;
}

interface DriverEncoder {
  encode(value: unknown, type: TypeInfo): Buffer | null;
  decode(bytes: Buffer, type: TypeInfo): unknown;
}

type EncoderClass = new (version: number, options: object) => DriverEncoder;

// Not part of the driver's types; the tests compare with what really runs.
const Encoder = jest.requireActual<EncoderClass>('cassandra-driver/lib/encoder');

/** The driver's own encoder under the options that caspy's session sets. */
export const driver = new Encoder(4, {
  encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true, copyBuffer: true },
});

/** A type as the driver describes the columns of protocol version 4. */
export function typeInfo(type: CqlType): TypeInfo {
  switch (type.kind) {
    case 'scalar':
      if (type.name === 'duration') return { code: 0, info: 'org.apache.cassandra.db.marshal.DurationType' };
      return { code: types.dataTypes[type.name === 'text' ? 'varchar' : type.name] };
    case 'list':
      return { code: types.dataTypes.list, info: typeInfo(type.element) };
    case 'set':
      return { code: types.dataTypes.set, info: typeInfo(type.element) };
    case 'map':
      return { code: types.dataTypes.map, info: [typeInfo(type.key), typeInfo(type.value)] };
    case 'tuple':
      return { code: types.dataTypes.tuple, info: type.elements.map(typeInfo) };
    case 'vector':
      return { code: 0, customTypeName: 'vector', info: [typeInfo(type.element), type.dimension] };
    case 'udt': {
      const fields = type.definition!.fields.map((field) => ({ name: field.name, type: typeInfo(field.type) }));
      return { code: types.dataTypes.udt, info: { name: type.name, fields } };
    }
  }
}

/** A value that caspy takes, as the driver's encoder wants it. */
export function toDriver(type: CqlType, value: unknown): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'list':
      return (value as unknown[]).map((element) => toDriver(type.element, element));
    case 'set':
      return new Set(Array.from(value as Set<unknown>, (element) => toDriver(type.element, element)));
    case 'map':
      return new Map(
        Array.from(value as Map<unknown, unknown>, ([key, inner]) => [
          toDriver(type.key, key),
          toDriver(type.value, inner),
        ]),
      );
    case 'tuple':
      return new types.Tuple(...(value as unknown[]).map((element, at) => toDriver(type.elements[at]!, element)));
    case 'udt':
      return Object.fromEntries(
        type.definition!.fields.map((field) => [
          field.name,
          toDriver(field.type, Reflect.get(value as object, field.property)),
        ]),
      );
    case 'vector':
      return new types.Vector((value as unknown[]).map((element) => toDriver(type.element, element)));
    default:
      return value;
  }
}
