import { types as nodeTypes } from 'node:util';
import { CodecFault } from '../codec';
import type { Codec } from '../codec';
import type { CodecForm, CodecPlan, Decode, Encode } from '../codec-plan';
import type { CqlType, VectorType } from '../cql-type';
import { describeValue } from '../describe-value';
import { isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { decodeInner, encodeInner } from './encode-inner';
import { encodeFloatVector } from './float-vector';
import { unsignedVintSize, writeUnsignedVint } from './vint';

/** Types whose values Cassandra packs into a vector without lengths; the small integers are not among them. */
const PACKED: ReadonlySet<string> = new Set([
  'bigint',
  'boolean',
  'double',
  'float',
  'int',
  'timestamp',
  'timeuuid',
  'uuid',
]);

function isPacked(element: CqlType): boolean {
  if (element.kind === 'vector') return isPacked(element.element);
  return element.kind === 'scalar' && PACKED.has(element.name);
}

/** The elements of an array, a Float32Array or the driver's Vector; undefined for anything else. */
function elementsOf(value: unknown): readonly unknown[] | Float32Array | undefined {
  if (Array.isArray(value) || nodeTypes.isFloat32Array(value)) return value;
  return isDriverValue(value, 'Vector') ? value.elements : undefined;
}

const withoutLengths = (parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

function withLengths(parts: readonly Buffer[]): Buffer {
  const lengths = parts.map((part) => BigInt(part.length));
  const size = parts.reduce((sum, part, at) => sum + part.length + unsignedVintSize(lengths[at] ?? 0n), 0);
  const bytes = Buffer.allocUnsafe(size);
  parts.reduce((offset, part, at) => {
    const start = writeUnsignedVint(lengths[at] ?? 0n, bytes, offset);
    bytes.set(part, start);
    return start + part.length;
  }, 0);
  return bytes;
}

function encoder(type: VectorType, element: Codec): Encode {
  const isFloat = type.element.kind === 'scalar' && type.element.name === 'float';
  const expected = isFloat ? `an array or Float32Array of ${type.dimension} numbers` : `an array of ${type.dimension}`;
  const join = isPacked(type.element) ? withoutLengths : withLengths;
  return (value) => {
    const elements = elementsOf(value);
    if (elements === undefined || (!isFloat && !Array.isArray(elements))) return refuse(expected, value);
    if (elements.length !== type.dimension) refuse(expected, value, `one of ${elements.length}`);
    if (isFloat) return encodeFloatVector(elements);
    return join(Array.from(elements, (inner, at) => encodeInner(element.encode, inner, () => `[${at}]`)));
  };
}

function fromDriver(value: unknown): readonly unknown[] {
  const elements = elementsOf(value);
  if (elements === undefined) throw new CodecFault(`expected a Vector from the driver, got ${describeValue(value)}`);
  return Array.isArray(elements) ? elements : Array.from(elements);
}

/** The driver makes a new array for each Vector, so it is handed on without a copy. */
export function vectorPlan(type: VectorType, element: Codec): CodecPlan {
  const decodeElement = element.decode === undefined ? undefined : decodeInner(element.decode);
  const decode: Decode = (value) => {
    const elements = fromDriver(value);
    return decodeElement === undefined ? elements : elements.map(decodeElement);
  };
  const encode = encoder(type, element);
  const asArray: CodecForm = { as: 'Array', decode };
  if (type.element.kind !== 'scalar' || type.element.name !== 'float') return { encode, forms: [asArray] };
  // The driver reads the elements of this type as numbers; `Float32Array.from` would take 20 times as long.
  const decodeFloats: Decode = (value) => new Float32Array(fromDriver(value) as number[]);
  return { encode, forms: [asArray, { as: 'Float32Array', decode: decodeFloats }] };
}
