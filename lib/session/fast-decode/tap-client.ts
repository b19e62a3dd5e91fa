import type { Client } from 'cassandra-driver';
import type { WireColumn } from '../../types/readers/cells';
import { type DriverDecoder, FrameRows } from './frame-rows';

/** Key under which a request asks for its rows as bytes. */
export const AS_BYTES = Symbol('caspy.asBytes');

/** A frame as the driver's parser keeps track of it. */
export interface FrameInfo {
  readonly header: { readonly streamId: number };
  readonly meta: { readonly columns: readonly WireColumn[] };
  readonly flagsInfo: unknown;
  readonly byRow?: boolean;
  readonly isStreaming?: boolean;
  readonly parsingError?: boolean;
  rowLength?: number;
}

export interface FrameReader {
  readonly buf: Buffer;
  readonly offset: number;
  readInt(): number;
  remainingLength(): number;
}

/** The driver's parser of one connection. */
export interface Parser {
  readonly encoder: DriverDecoder;
  parseRows(frame: FrameInfo, reader: FrameReader): void;
  push(item: unknown): boolean;
}

interface Operation {
  readonly request?: { readonly options?: { getRawQueryOptions?(): object | undefined } };
}

interface Connection {
  readonly _operations: ReadonlyMap<number, Operation>;
  readonly parser?: Parser;
  bindSocketListeners(): void;
}

interface Pool {
  _addListeners(connection: Connection): void;
}

/** Whether the parser may hand out the rows of a stream as bytes. */
export type Wants = (streamId: number) => boolean;

/**
 * Lets the connections of one client hand out whole results as bytes, to requests that ask for it by `AS_BYTES`. Only
 * objects of this client are changed: other clients of the process, and other requests of this one, notice nothing.
 *
 * @param check says whether the driver's insides are those that are known; asked once, with the first parser
 */
export function tapClient(client: Client, check: (parser: Parser) => boolean): void {
  let isFit: boolean | undefined;
  const tapNow = (connection: Connection): void => {
    const { parser } = connection;
    if (parser === undefined || !(connection._operations instanceof Map)) return;
    isFit ??= check(parser);
    if (isFit) tapParser(parser, (streamId) => asksForBytes(connection._operations.get(streamId)));
  };
  // Emitted before any request goes to that host. The driver's typings leave these members out.
  client.hosts.on('add', (host: unknown) => {
    const pool = (host as { readonly pool?: Pool }).pool;
    if (pool === undefined || typeof pool._addListeners !== 'function') return;
    const addListeners = pool._addListeners.bind(pool);
    pool._addListeners = (connection) => {
      addListeners(connection);
      tapConnection(connection, tapNow);
    };
  });
}

/** A connection makes its parser when its socket opens; the one that looks for the cluster has done so already. */
function tapConnection(connection: Connection, tapNow: (connection: Connection) => void): void {
  if (typeof connection.bindSocketListeners !== 'function') return;
  const bind = connection.bindSocketListeners.bind(connection);
  connection.bindSocketListeners = () => {
    bind();
    tapNow(connection);
  };
  tapNow(connection);
}

function asksForBytes(operation: Operation | undefined): boolean {
  const options = operation?.request?.options?.getRawQueryOptions?.();
  return options !== undefined && AS_BYTES in options;
}

/** Makes one parser hand out rows as bytes. */
export function tapParser(parser: Parser, wants: Wants): void {
  const stock = parser.parseRows.bind(parser);
  parser.parseRows = (frame, reader) => {
    const isWhole = frame.byRow !== true && frame.isStreaming !== true && frame.parsingError !== true;
    if (!isWhole || frame.rowLength !== undefined || reader.remainingLength() < 4 || !wants(frame.header.streamId)) {
      stock(frame, reader);
      return;
    }
    const start = reader.offset;
    const count = reader.buf.readInt32BE(start);
    if (count <= 0) {
      stock(frame, reader);
      return;
    }
    frame.rowLength = count;
    const rows = new FrameRows(reader.buf, start + 4, count, frame.meta.columns, parser.encoder);
    parser.push({ header: frame.header, error: null, result: { rows, meta: frame.meta, flags: frame.flagsInfo } });
  };
}
