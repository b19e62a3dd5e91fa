import { canonicalBytes, readElements } from '../../types/canonical-bytes';
import type { CqlType } from '../../types/cql-type';
import { decodeByDriver } from './driver-internals';

/** Types whose encoded values sort as signed numbers of one width. */
const SIGNED: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint', 'counter', 'timestamp', 'time']);

/** The order of Cassandra for two encoded values of a type. */
export function compareBytes(type: CqlType, left: Buffer, right: Buffer): number {
  if (type.kind !== 'scalar') {
    return canonicalBytes(type, left).compare(canonicalBytes(type, right));
  }
  const { name } = type;
  if (SIGNED.has(name)) return sign(signed(left) - signed(right));
  if (name === 'boolean') return left.compare(right);
  if (name === 'float' || name === 'double')
    return compareNumbers(decodeByDriver(type, left), decodeByDriver(type, right));
  if (name === 'varint')
    return sign(BigInt(String(decodeByDriver(type, left))) - BigInt(String(decodeByDriver(type, right))));
  if (name === 'decimal') return compareDecimals(left, right);
  if (name === 'timeuuid' || (name === 'uuid' && version(left) === 1 && version(right) === 1)) {
    return timeOf(left).compare(timeOf(right)) || left.subarray(8).compare(right.subarray(8));
  }
  if (name === 'uuid') return version(left) - version(right) || left.compare(right);
  return left.compare(right);
}

/** Whether two values are the same, whatever the order of their sets and maps. */
export function sameBytes(type: CqlType, left: Buffer, right: Buffer): boolean {
  return compareBytes(type, left, right) === 0;
}

/** A set or map as Cassandra keeps it: sorted, each element or key once; the later one stays. */
export function sortedCollection(type: CqlType, bytes: Buffer): Buffer {
  if (type.kind !== 'set' && type.kind !== 'map') return bytes;
  const by = type.kind === 'set' ? type.element : type.key;
  const entries: (readonly [Buffer, Buffer?])[] = [];
  for (const entry of readElements(bytes, type.kind === 'set' ? 1 : 2)) {
    const at = entries.findIndex(([known]) => sameBytes(by, known, entry[0]));
    if (at < 0) entries.push(entry);
    else entries[at] = entry;
  }
  return writeElements(entries.sort(([left], [right]) => compareBytes(by, left, right)));
}

/** The bytes of a collection; the opposite of `readElements`. */
export function writeElements(entries: readonly (readonly (Buffer | undefined)[])[]): Buffer {
  const count = Buffer.allocUnsafe(4);
  count.writeInt32BE(entries.length);
  const parts = entries.flat().flatMap((part) => {
    if (part === undefined) return [];
    const length = Buffer.allocUnsafe(4);
    length.writeInt32BE(part.length);
    return [length, part];
  });
  return Buffer.concat([count, ...parts]);
}

function signed(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}

function sign(difference: bigint): number {
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** Cassandra, as Java, sorts NaN behind everything and -0 before 0. */
function compareNumbers(left: unknown, right: unknown): number {
  const [a, b] = [Number(left), Number(right)];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0));
}

function compareDecimals(left: Buffer, right: Buffer): number {
  const [a, b] = [left, right].map((bytes) => ({ scale: bytes.readInt32BE(0), unscaled: signed(bytes.subarray(4)) }));
  if (a === undefined || b === undefined) return 0;
  const scale = Math.max(a.scale, b.scale);
  const widen = ({ scale: own, unscaled }: typeof a): bigint => unscaled * 10n ** BigInt(scale - own);
  return sign(widen(a) - widen(b));
}

function version(uuid: Buffer): number {
  return (uuid[6] ?? 0) >> 4;
}

/** The 60 bits of time of a version 1 UUID, highest first. */
function timeOf(uuid: Buffer): Buffer {
  return Buffer.concat([uuid.subarray(6, 8), uuid.subarray(4, 6), uuid.subarray(0, 4)]);
}
