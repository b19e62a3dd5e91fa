import { createServer, type Socket } from 'node:net';
import { bytes, int, short, text16 } from './cells';
import { prepare, type Prepared } from './statements';

/** A server that speaks just enough of the native protocol for this benchmark, in a process of its own. */

const OPCODE = { error: 0, ready: 2, supported: 6, result: 8 };
const REQUEST = { startup: 1, options: 5, query: 7, prepare: 9, execute: 10, register: 11, batch: 13 };
const HEADER = 9;
const VOID = int(1);
const statements = new Map<string, Prepared>();

const LOCAL = systemRows('local', [
  ['key', 'local'],
  ['data_center', 'datacenter1'],
  ['rack', 'rack1'],
  ['release_version', '4.1.0'],
  ['partitioner', 'org.apache.cassandra.dht.Murmur3Partitioner'],
]);
const KEYSPACES = systemRows('keyspaces', [['keyspace_name', 'ks']]);
const NOTHING = Buffer.concat([
  int(2),
  int(1),
  int(1),
  text16('system'),
  text16('peers'),
  text16('peer'),
  short(0x0d),
  int(0),
]);

function systemRows(table: string, cells: readonly (readonly [string, string])[]): Buffer {
  const specs = cells.map(([name]) => Buffer.concat([text16(name), short(0x0d)]));
  const values = cells.map(([, value]) => bytes(Buffer.from(value)));
  return Buffer.concat([
    int(2),
    int(1),
    int(cells.length),
    text16('system'),
    text16(table),
    ...specs,
    int(1),
    ...values,
  ]);
}

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    socket.cork();
    while (rest.length - at >= HEADER) {
      const end = at + HEADER + rest.readInt32BE(at + 5);
      if (rest.length < end) break;
      answer(socket, rest.subarray(at, end));
      at = end;
    }
    socket.uncork();
    rest = rest.subarray(at);
  });
}

function answer(socket: Socket, request: Buffer): void {
  const [opcode, body] = answerTo(request.readUInt8(4), request.readUInt8(0), request.subarray(HEADER));
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(0x84, 0);
  // The number of the request.
  request.copy(header, 2, 2, 4);
  header.writeUInt8(opcode, 4);
  header.writeInt32BE(body.length, 5);
  socket.write(header);
  socket.write(body);
}

function answerTo(request: number, version: number, body: Buffer): readonly [opcode: number, body: Buffer] {
  // The driver begins with a later one and goes down when it reads this.
  if (version !== 4) return [OPCODE.error, Buffer.concat([int(10), text16('Invalid or unsupported protocol version')])];
  switch (request) {
    case REQUEST.options:
      return [OPCODE.supported, short(0)];
    case REQUEST.startup:
    case REQUEST.register:
      return [OPCODE.ready, Buffer.alloc(0)];
    case REQUEST.prepare:
      return [OPCODE.result, prepareOnce(body.subarray(4).toString()).response];
    case REQUEST.execute:
      return [OPCODE.result, statements.get(body.subarray(2, 2 + body.readUInt16BE(0)).toString('latin1'))!.result];
    case REQUEST.batch:
      return [OPCODE.result, VOID];
    default:
      return [OPCODE.result, systemAnswer(body.toString())];
  }
}

function prepareOnce(cql: string): Prepared {
  const prepared = cql.includes('system_schema') ? { ...prepare('-'), result: KEYSPACES } : prepare(cql);
  statements.set(prepared.id.toString('latin1'), prepared);
  return prepared;
}

function systemAnswer(query: string): Buffer {
  if (query.includes('system.local')) return LOCAL;
  return query.includes('SELECT keyspace_name') ? KEYSPACES : NOTHING;
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
// Ends with the process that started it.
process.stdin.resume();
process.stdin.on('end', () => process.exit());
