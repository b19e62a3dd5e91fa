import { types } from 'cassandra-driver';
import type { CqlType } from '../../types/cql-type';
import { partitionKeyBytes } from '../../types/partition-key-bytes';

interface TypeInfo {
  readonly code: number;
  readonly info?: unknown;
  readonly customTypeName?: string;
}

interface Encoder {
  decode(bytes: Buffer, type: TypeInfo): unknown;
}

interface Tokenizer {
  hash(bytes: Buffer): { getValue(): { toString(): string } };
}

/** What the fake takes from inside the driver, so that values and tokens are those of a real session. */
interface Internals {
  readonly encoder: Encoder;
  readonly tokenizer: Tokenizer;
}

let loaded: Internals | undefined;

function internals(): Internals {
  if (loaded === undefined) {
    // Not part of the driver's typings.
    /* eslint-disable @typescript-eslint/no-require-imports */
    const DriverEncoder = require('cassandra-driver/lib/encoder') as new (version: number, options: object) => Encoder;
    const { Murmur3Tokenizer } = require('cassandra-driver/lib/tokenizer') as { Murmur3Tokenizer: new () => Tokenizer };
    /* eslint-enable @typescript-eslint/no-require-imports */
    const encoding = { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true, copyBuffer: true };
    loaded = { encoder: new DriverEncoder(4, { encoding }), tokenizer: new Murmur3Tokenizer() };
  }
  return loaded;
}

/** The value that the driver would hand out for these bytes. */
export function decodeByDriver(type: CqlType, bytes: Buffer): unknown {
  return internals().encoder.decode(bytes, typeInfo(type));
}

/** The token of a partition key. */
export function tokenOf(key: readonly Buffer[]): bigint {
  return BigInt(internals().tokenizer.hash(partitionKeyBytes(key)).getValue().toString());
}

function typeInfo(type: CqlType): TypeInfo {
  const { dataTypes } = types;
  switch (type.kind) {
    case 'scalar':
      if (type.name === 'duration') return { code: 0, info: 'org.apache.cassandra.db.marshal.DurationType' };
      return { code: dataTypes[type.name === 'text' ? 'varchar' : type.name] };
    case 'list':
      return { code: dataTypes.list, info: typeInfo(type.element) };
    case 'set':
      return { code: dataTypes.set, info: typeInfo(type.element) };
    case 'map':
      return { code: dataTypes.map, info: [typeInfo(type.key), typeInfo(type.value)] };
    case 'tuple':
      return { code: dataTypes.tuple, info: type.elements.map(typeInfo) };
    case 'vector':
      return { code: 0, customTypeName: 'vector', info: [typeInfo(type.element), type.dimension] };
    case 'udt': {
      const fields = (type.definition?.fields ?? []).map((field) => ({ name: field.name, type: typeInfo(field.type) }));
      return { code: dataTypes.udt, info: { name: type.name, fields } };
    }
  }
}
