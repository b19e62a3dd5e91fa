import { types } from 'cassandra-driver';
import { dateText } from '../codecs/date';
import { formatUuidAt } from '../codecs/uuid';
import type { ScalarName } from '../cql-type';
import type { Cells } from './cells';
import { isAscii, readText } from './text-readers';

/**
 * Reads a value of the usual form; undefined for bytes of any other length or content, which are left to the driver: what
 * it makes of them is then what the caller gets.
 */
export type ScalarRead = (cells: Cells, start: number, end: number) => unknown;

function readAscii(cells: Cells, start: number, end: number): unknown {
  return isAscii(cells, start, end) ? readText(cells, start, end) : undefined;
}

const readInt: ScalarRead = ({ view }, start, end) => (end - start === 4 ? view.getInt32(start) : undefined);
const readSmallint: ScalarRead = ({ view }, start, end) => (end - start === 2 ? view.getInt16(start) : undefined);
const readTinyint: ScalarRead = ({ view }, start, end) => (end - start === 1 ? view.getInt8(start) : undefined);
const readBigint: ScalarRead = ({ view }, start, end) => (end - start === 8 ? view.getBigInt64(start) : undefined);
const readFloat: ScalarRead = ({ view }, start, end) => (end - start === 4 ? view.getFloat32(start) : undefined);
const readDouble: ScalarRead = ({ view }, start, end) => (end - start === 8 ? view.getFloat64(start) : undefined);
const readBoolean: ScalarRead = ({ bytes }, start, end) => (end - start === 1 ? bytes[start] !== 0 : undefined);

const TWO_32 = 0x1_0000_0000;

function readSafeNumber({ view }: Cells, start: number, end: number): unknown {
  if (end - start !== 8) return undefined;
  const value = view.getInt32(start) * TWO_32 + view.getUint32(start + 4);
  return Number.isSafeInteger(value) ? value : undefined;
}

function readTimestamp({ view }: Cells, start: number, end: number): unknown {
  return end - start === 8 ? new Date(view.getInt32(start) * TWO_32 + view.getUint32(start + 4)) : undefined;
}

function readUuid({ bytes }: Cells, start: number, end: number): unknown {
  return end - start === 16 ? formatUuidAt(bytes, start) : undefined;
}

function readDate({ view }: Cells, start: number, end: number): unknown {
  return end - start === 4 ? dateText(view.getUint32(start)) : undefined;
}

interface ScalarForm {
  /** The names of the classes that ask for this form; undefined is no wish. */
  readonly as: readonly (string | undefined)[];
  readonly codes: readonly number[];
  readonly read: ScalarRead;
}

const { dataTypes } = types;
const TEXT = { codes: [dataTypes.varchar, dataTypes.text], as: [undefined, 'String', 'Object'] };
const NUMBER = [undefined, 'Number', 'Object'];
const UUID = [undefined, 'String', 'Object'];
const LONGS = [dataTypes.bigint, dataTypes.counter];
const BIGINTS: readonly ScalarForm[] = [
  { as: [undefined, 'BigInt', 'Object'], codes: LONGS, read: readBigint },
  { as: ['Number'], codes: LONGS, read: readSafeNumber },
];

const FORMS: Readonly<Partial<Record<ScalarName, readonly ScalarForm[]>>> = {
  ascii: [{ ...TEXT, codes: [dataTypes.ascii], read: readAscii }],
  text: [{ ...TEXT, read: readText }],
  int: [{ as: NUMBER, codes: [dataTypes.int], read: readInt }],
  smallint: [{ as: NUMBER, codes: [dataTypes.smallint], read: readSmallint }],
  tinyint: [{ as: NUMBER, codes: [dataTypes.tinyint], read: readTinyint }],
  float: [{ as: NUMBER, codes: [dataTypes.float], read: readFloat }],
  double: [{ as: NUMBER, codes: [dataTypes.double], read: readDouble }],
  bigint: BIGINTS,
  counter: BIGINTS,
  boolean: [{ as: [undefined, 'Boolean', 'Object'], codes: [dataTypes.boolean], read: readBoolean }],
  timestamp: [{ as: [undefined, 'Date', 'Object'], codes: [dataTypes.timestamp], read: readTimestamp }],
  uuid: [{ as: UUID, codes: [dataTypes.uuid], read: readUuid }],
  timeuuid: [{ as: UUID, codes: [dataTypes.timeuuid], read: readUuid }],
  date: [{ as: UUID, codes: [dataTypes.date], read: readDate }],
};

/** Undefined where the driver has to read this type, or this form of it. */
export function scalarReader(name: ScalarName, as: string | undefined, code: number): ScalarRead | undefined {
  return FORMS[name]?.find((form) => form.as.includes(as) && form.codes.includes(code))?.read;
}

/** Whether this form of the type is a string, a number, a bigint or a boolean. False where that is not known here. */
export function isReadAsPrimitive(name: ScalarName, as: string | undefined): boolean {
  return name !== 'timestamp' && FORMS[name]?.some((form) => form.as.includes(as)) === true;
}
