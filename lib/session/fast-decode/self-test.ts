import { isDeepStrictEqual } from 'node:util';
import { types } from 'cassandra-driver';
import type { WireColumn } from '../../types/readers/cells';
import type { FrameReader, Parser } from './tap-client';
import { tapParser } from './tap-client';

const { dataTypes } = types;

const TEXT = { code: dataTypes.varchar };
const INT = { code: dataTypes.int };

const COLUMNS: readonly WireColumn[] = [
  { name: 'a text', type: TEXT },
  { name: 'an int', type: INT },
  { name: 'a bigint', type: { code: dataTypes.bigint } },
  { name: 'a uuid', type: { code: dataTypes.uuid } },
  { name: 'a set', type: { code: dataTypes.set, info: TEXT } },
  { name: 'a map', type: { code: dataTypes.map, info: [TEXT, INT] } },
  { name: 'none', type: INT },
];

const HEX_CELLS = [
  'c3a96c616e',
  'fffffffe',
  '8000000000000001',
  '000102030405060708090a0b0c0d0e0f',
  '00000002' + '0000000161' + '0000000162',
  '00000001' + '0000000161' + '0000000400000007',
];

/**
 * Feeds the same rows to the driver's parser as it is and to one that hands out bytes.
 * @returns what is not as expected; undefined when all is.
 */
export function selfTest(parser: Parser): string | undefined {
  try {
    const frame = makeFrame();
    const stock = run(parser, frame, false).map((item) => Reflect.get(item, 'row') as unknown);
    const [tapped] = run(parser, frame, true);
    const result: unknown = tapped === undefined ? undefined : Reflect.get(tapped, 'result');
    const rows = (result as { readonly rows?: { toRows?(): unknown } } | undefined)?.rows?.toRows?.();
    if (stock.length !== 2) return 'the driver parses a frame of two rows in another way';
    return isDeepStrictEqual(rows, stock) ? undefined : 'its rows differ from those of the driver';
  } catch (error) {
    return error instanceof Error ? error.name : 'an exception';
  }
}

/** An object of the same class with the same decoder, that keeps what it is given to hand on. */
function run(parser: Parser, bytes: Buffer, tapped: boolean): object[] {
  const pushed: object[] = [];
  const double = Object.create(Object.getPrototypeOf(parser) as object, {
    encoder: { value: parser.encoder },
    push: { value: (item: object) => pushed.push(item) > 0 },
  }) as Parser & { parseRows: Parser['parseRows'] };
  if (tapped) tapParser(double, () => true);
  const meta = { columns: COLUMNS };
  double.parseRows({ header: { streamId: 0 }, meta, flagsInfo: {} }, frameReader(bytes));
  return pushed;
}

function frameReader(buf: Buffer): FrameReader & { readBytes(): Buffer | null } {
  let offset = 0;
  const readInt = (): number => {
    offset += 4;
    return buf.readInt32BE(offset - 4);
  };
  return {
    buf,
    get offset() {
      return offset;
    },
    readInt,
    remainingLength: () => buf.length - offset,
    readBytes: () => {
      const length = readInt();
      if (length < 0) return null;
      offset += length;
      return buf.subarray(offset - length, offset);
    },
  };
}

function makeFrame(): Buffer {
  const cells = HEX_CELLS.map((hex) => Buffer.from(hex, 'hex'));
  const row = Buffer.concat([...cells.flatMap((cell) => [int(cell.length), cell]), int(-1)]);
  return Buffer.concat([int(2), row, row]);
}

function int(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
