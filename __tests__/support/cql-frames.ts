/** One request of a client, as it came over the wire. */
export interface Frame {
  readonly version: number;
  readonly stream: number;
  readonly opcode: number;
  readonly body: Buffer;
}

/** The column specifications and one row of a result. */
export interface Columns {
  readonly header: Buffer;
  readonly row: Buffer;
}

const HEADER = 9;
const RESPONSE_V4 = 0x84;
const TYPES = { varchar: 0x0d, uuid: 0x0c, inet: 0x10 } as const;

/** Splits the stream into frames; what is incomplete waits in `pending`. */
export function readFrames(pending: Buffer[], chunk: Buffer): Frame[] {
  let rest = Buffer.concat([...pending, chunk]);
  const frames: Frame[] = [];
  while (rest.length >= HEADER && rest.length >= HEADER + rest.readInt32BE(5)) {
    const end = HEADER + rest.readInt32BE(5);
    frames.push({
      version: rest.readUInt8(0),
      stream: rest.readInt16BE(2),
      opcode: rest.readUInt8(4),
      body: rest.subarray(HEADER, end),
    });
    rest = rest.subarray(end);
  }
  pending.splice(0, pending.length, rest);
  return frames;
}

export function frame(stream: number, opcode: number, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(RESPONSE_V4, 0);
  header.writeInt16BE(stream, 2);
  header.writeUInt8(opcode, 4);
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

export function int(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

export function short(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

export function shortBytes(value: Buffer): Buffer {
  return Buffer.concat([short(value.length), value]);
}

export function text(value: string): Buffer {
  return Buffer.from(value, 'utf8');
}

export function uuid(value: string): Buffer {
  return Buffer.from(value.replaceAll('-', ''), 'hex');
}

/** An ERROR body; `tail` holds the fields that follow the message for some codes. */
export function errorBody(code: number, message: string, tail: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([int(code), shortBytes(text(message)), tail]);
}

export function columns(
  keyspace: string,
  table: string,
  specs: readonly (readonly [name: string, type: keyof typeof TYPES, value: Buffer])[],
): Columns {
  const names = specs.flatMap(([name, type]) => [shortBytes(text(name)), short(TYPES[type])]);
  const header = [int(1), int(specs.length), shortBytes(text(keyspace)), shortBytes(text(table)), ...names];
  const cells = specs.flatMap(([, , value]) => [int(value.length), value]);
  return { header: Buffer.concat(header), row: Buffer.concat(cells) };
}

/** A RESULT body of kind Rows with the same row `count` times. */
export function rows({ header, row }: Columns, count: number): Buffer {
  return Buffer.concat([int(2), header, int(count), ...Array.from({ length: count }, () => row)]);
}
