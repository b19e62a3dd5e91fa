import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import {
  columns,
  errorBody,
  type Frame,
  frame,
  int,
  readFrames,
  rows,
  short,
  shortBytes,
  text,
  uuid,
} from './cql-frames';

/** What the fake answers to one EXECUTE or QUERY; `silent` never answers, `close` drops the connection. */
export type Reply =
  | 'void'
  | 'unprepared'
  | 'silent'
  | 'close'
  | { readonly error: number; readonly message?: string; readonly tail?: Buffer }
  | { readonly result: Buffer }
  | { readonly after: number; readonly reply: Reply };

/** How the fake behaves; what is left out behaves well. */
export interface FakeBehaviour {
  readonly onExecute?: (attempt: number) => Reply;
  readonly onPrepare?: (attempt: number) => Reply;
  /** Accepts the connection and says nothing at all. */
  readonly isMute?: boolean;
}

const OPCODE = {
  error: 0,
  startup: 1,
  ready: 2,
  options: 5,
  supported: 6,
  query: 7,
  result: 8,
  prepare: 9,
  execute: 10,
  batch: 13,
  register: 11,
};
const LOCAL = columns('system', 'local', [
  ['key', 'varchar', text('local')],
  ['cluster_name', 'varchar', text('fake')],
  ['data_center', 'varchar', text('datacenter1')],
  ['rack', 'varchar', text('rack1')],
  ['release_version', 'varchar', text('4.1.0')],
  ['partitioner', 'varchar', text('org.apache.cassandra.dht.Murmur3Partitioner')],
  ['host_id', 'uuid', uuid('00000000-0000-4000-8000-000000000001')],
  ['schema_version', 'uuid', uuid('00000000-0000-4000-8000-000000000002')],
]);
const STATEMENT_ID = Buffer.from('0123456789abcdef');

/** A server that speaks just enough of the native protocol (version 4) to lie to the driver. */
export class FakeCassandra {
  readonly #behaviour: FakeBehaviour;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Write times of the EXECUTEs that came, in microseconds: the last field of the frame. */
  readonly timestamps: bigint[] = [];
  executes = 0;
  prepares = 0;

  private constructor(behaviour: FakeBehaviour) {
    this.#behaviour = behaviour;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(behaviour: FakeBehaviour = {}): Promise<FakeCassandra> {
    const fake = new FakeCassandra(behaviour);
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    return fake;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The fake is not listening');
    return address.port;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (this.#behaviour.isMute === true) return void socket.resume();
    const pending: Buffer[] = [];
    socket.on('data', (chunk) => {
      for (const request of readFrames(pending, chunk)) this.#answer(socket, request);
    });
  }

  #answer(socket: Socket, request: Frame): void {
    const send = (opcode: number, body: Buffer) => socket.writable && socket.write(frame(request.stream, opcode, body));
    if (request.version !== 4)
      return void send(OPCODE.error, errorBody(0x000a, 'Invalid or unsupported protocol version'));
    switch (request.opcode) {
      case OPCODE.options:
        return void send(OPCODE.supported, short(0));
      case OPCODE.startup:
      case OPCODE.register:
        return void send(OPCODE.ready, Buffer.alloc(0));
      case OPCODE.prepare:
        this.prepares += 1;
        {
          this.#reply(this.#behaviour.onPrepare?.(this.prepares) ?? 'void', socket, send, preparedBody(request.body));
          return;
        }
      case OPCODE.execute:
      case OPCODE.batch:
        this.executes += 1;
        this.timestamps.push(request.body.readBigInt64BE(request.body.length - 8));
        {
          this.#reply(this.#behaviour.onExecute?.(this.executes) ?? 'void', socket, send, int(1));
          return;
        }
      default:
        return void send(OPCODE.result, systemRows(request.body));
    }
  }

  #reply(reply: Reply, socket: Socket, send: (opcode: number, body: Buffer) => unknown, good: Buffer): void {
    if (reply === 'silent') return;
    if (reply === 'close') return void socket.destroy();
    if (reply === 'void') return void send(OPCODE.result, good);
    if (reply === 'unprepared')
      return void send(OPCODE.error, errorBody(0x2500, 'unprepared', shortBytes(STATEMENT_ID)));
    if (typeof reply === 'object' && 'result' in reply) return void send(OPCODE.result, reply.result);
    if ('after' in reply) return void setTimeout(() => this.#reply(reply.reply, socket, send, good), reply.after);
    send(OPCODE.error, errorBody(reply.error, reply.message ?? 'made up', reply.tail));
  }
}

/** Parameters of type blob, as many as the text has markers; no partition key, no result columns. */
function preparedBody(body: Buffer): Buffer {
  const markers = Math.max(1, body.toString().split('?').length - 1);
  const specs = Array.from({ length: markers }, () => [text16('v'), short(0x03)]).flat();
  const parameters = [int(1), int(markers), int(0), text16('ks'), text16('t'), ...specs];
  return Buffer.concat([int(4), shortBytes(STATEMENT_ID), ...parameters, int(4), int(0)]);
}

function systemRows(body: Buffer): Buffer {
  const cql = body.subarray(4, 4 + body.readInt32BE(0)).toString();
  if (/FROM system\.local/i.test(cql)) return rows(LOCAL, 1);
  return rows(columns('system', 'peers', [['peer', 'inet', Buffer.alloc(0)]]), 0);
}

function text16(value: string): Buffer {
  return shortBytes(Buffer.from(value));
}
