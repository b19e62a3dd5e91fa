import { types } from 'cassandra-driver';
import type { Codec } from '../codec';
import type { CqlType, MapType, ScalarName, VectorType } from '../cql-type';
import { createCodec } from '../create-codec';
import { hasTextKeys } from '../map-key-text';
import { representationName } from '../representation';
import type { Representation } from '../representation';
import type { Cells, Read, WireType } from './cells';
import { scalarReader } from './scalar-readers';
import { readText, readTextMap, readTextSet } from './text-readers';

/** How one value is read. */
export interface Reader {
  readonly read: Read;
  /**
   * What of `read` knows the usual form, and answers undefined for any other, which `viaDriver` then reads. Who reads
   * many values calls these two from code of its own, so that the engine can merge them into it.
   */
  readonly direct?: Read | undefined;
  readonly viaDriver?: Read | undefined;
  /** Knows the usual form of the bytes itself; otherwise every value goes through the driver. */
  readonly isDirect: boolean;
  /** May throw a CodecFault: a stored value that has no exact form. */
  readonly mayFail: boolean;
}

/** As numbers, which is what results hold. */
const CODES: Readonly<Record<'list' | 'set' | 'map' | 'custom', number>> = types.dataTypes;

/**
 * Reads the bytes of a type straight into the form of a property: what the driver's decoder and then the codec would
 * give. Where the server's type is not the declared one, and for every value whose bytes are not of the usual form,
 * exactly these two are asked.
 */
export function createReader(type: CqlType, codec: Codec, as: Representation | undefined, wire: WireType): Reader {
  const viaDriver = stockRead(codec, wire);
  const stock: Reader = { read: viaDriver, isDirect: false, mayFail: codec.decode !== undefined };
  const name = as === undefined ? undefined : representationName(as);
  switch (type.kind) {
    case 'scalar':
      return scalar(type.name, name, wire, viaDriver) ?? stock;
    case 'list':
      return sequence(type.element, wire, CODES.list, viaDriver, (items) => items) ?? stock;
    case 'set':
      if (name === 'Array') return sequence(type.element, wire, CODES.set, viaDriver, distinct) ?? stock;
      return (
        textSet(type.element, wire, viaDriver) ?? sequence(type.element, wire, CODES.set, viaDriver, toSet) ?? stock
      );
    case 'map':
      return name === 'Object' && hasTextKeys(type.key) ? stock : (map(type, wire, viaDriver) ?? stock);
    case 'vector':
      return floatVector(type, name, wire, viaDriver) ?? stock;
    default:
      return stock;
  }
}

const toSet = (items: unknown[]): unknown => new Set(items);
const distinct = (items: unknown[]): unknown => Array.from(new Set(items));

function stockRead({ decode }: Codec, wire: WireType): Read {
  return (cells, start, end) => {
    const value = cells.decode(cells.bytes.subarray(start, end), wire);
    if (value === null || value === undefined) return null;
    return decode === undefined ? value : decode(value);
  };
}

function scalar(name: ScalarName, as: string | undefined, wire: WireType, viaDriver: Read): Reader | undefined {
  const direct = scalarReader(name, as, wire.code);
  return direct && inTwoSteps(direct, viaDriver, as === 'Number');
}

function inTwoSteps(direct: Read, viaDriver: Read, mayFail = false): Reader {
  const read: Read = (cells, start, end) => direct(cells, start, end) ?? viaDriver(cells, start, end);
  return { read, direct, viaDriver, isDirect: true, mayFail };
}

/** A reader of the elements of a collection, or undefined where that is not what the server has. */
function elementReader(element: CqlType, wire: unknown): Reader | undefined {
  return isWireType(wire) ? createReader(element, createCodec(element), undefined, wire) : undefined;
}

/** Undefined for an element that is null or longer than the collection: then the driver reads the whole. */
function readItems(cells: Cells, read: Read, start: number, end: number): unknown[] | undefined {
  if (end - start < 4) return undefined;
  const { view } = cells;
  const count = view.getInt32(start);
  if (count < 0) return undefined;
  const items: unknown[] = [];
  let at = start + 4;
  for (let index = 0; index < count; index += 1) {
    if (at + 4 > end) return undefined;
    const from = at + 4;
    const length = view.getInt32(at);
    at = from + length;
    if (length < 0 || at > end) return undefined;
    items.push(read(cells, from, at));
  }
  return items;
}

function sequence(
  type: CqlType,
  wire: WireType,
  code: number,
  viaDriver: Read,
  finish: (items: unknown[]) => unknown,
): Reader | undefined {
  const element = wire.code === code ? elementReader(type, wire.info) : undefined;
  if (element === undefined) return undefined;
  const { read: readElement, isDirect, mayFail } = element;
  const read: Read = (cells, start, end) => {
    const items = readItems(cells, readElement, start, end);
    return items === undefined ? viaDriver(cells, start, end) : finish(items);
  };
  return { read, isDirect, mayFail };
}

/** Undefined where the elements are no text. */
function textSet(type: CqlType, wire: WireType, viaDriver: Read): Reader | undefined {
  const element = wire.code === CODES.set ? elementReader(type, wire.info) : undefined;
  return element?.direct === readText ? inTwoSteps(readTextSet, viaDriver) : undefined;
}

function map(type: MapType, wire: WireType, viaDriver: Read): Reader | undefined {
  const [keyWire, valueWire] = wire.code === CODES.map && Array.isArray(wire.info) ? (wire.info as unknown[]) : [];
  const key = elementReader(type.key, keyWire);
  const value = elementReader(type.value, valueWire);
  if (key === undefined || value === undefined) return undefined;
  if (key.direct === readText && value.direct === readText) return inTwoSteps(readTextMap, viaDriver);
  const read: Read = (cells, start, end) =>
    readEntries(cells, key.read, value.read, start, end) ?? viaDriver(cells, start, end);
  return { read, isDirect: key.isDirect && value.isDirect, mayFail: key.mayFail || value.mayFail };
}

function readEntries(
  cells: Cells,
  readKey: Read,
  readValue: Read,
  start: number,
  end: number,
): Map<unknown, unknown> | undefined {
  if (end - start < 4) return undefined;
  const { view } = cells;
  const entries = new Map<unknown, unknown>();
  let at = start + 4;
  for (let left = view.getInt32(start); left > 0; left -= 1) {
    if (at + 4 > end) return undefined;
    const keyStart = at + 4;
    const keyEnd = keyStart + view.getInt32(at);
    if (keyEnd < keyStart || keyEnd + 4 > end) return undefined;
    const valueStart = keyEnd + 4;
    at = valueStart + view.getInt32(keyEnd);
    if (at < valueStart || at > end) return undefined;
    entries.set(readKey(cells, keyStart, keyEnd), readValue(cells, valueStart, at));
  }
  return entries;
}

const FLOAT_VECTOR =
  /^org\.apache\.cassandra\.db\.marshal\.VectorType\(org\.apache\.cassandra\.db\.marshal\.FloatType\s*,\s*(\d+)\)$/;

/** The driver reads the name of the type again for each value, and then the elements one by one. */
function floatVector(
  { element, dimension }: VectorType,
  as: string | undefined,
  { code, info }: WireType,
  viaDriver: Read,
): Reader | undefined {
  if (element.kind !== 'scalar' || element.name !== 'float') return undefined;
  const found = code === CODES.custom && typeof info === 'string' ? FLOAT_VECTOR.exec(info) : null;
  if (Number(found?.[1]) !== dimension) return undefined;
  const make = as === 'Float32Array' ? (): Float32Array => new Float32Array(dimension) : (): number[] => [];
  const read: Read = (cells, start, end) => {
    if (end - start !== dimension * 4) return viaDriver(cells, start, end);
    const { view } = cells;
    const numbers = make();
    for (let index = 0; index < dimension; index += 1) numbers[index] = view.getFloat32(start + index * 4);
    return numbers;
  };
  return { read, isDirect: true, mayFail: false };
}

function isWireType(wire: unknown): wire is WireType {
  return typeof wire === 'object' && wire !== null && 'code' in wire && typeof wire.code === 'number';
}
