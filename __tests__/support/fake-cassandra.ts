import { createHash } from 'node:crypto';
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
import { ExecuteRequest } from './execute-request';

/** What the fake answers to one EXECUTE or QUERY; `silent` never answers, `close` drops the connection. */
export type Reply =
  | 'void'
  | 'unprepared'
  | 'silent'
  | 'close'
  | { readonly error: number; readonly message?: string; readonly tail?: Buffer }
  | { readonly result: Buffer }
  /** Bytes as they are, which need not be a frame. */
  | { readonly bytes: (stream: number) => Buffer }
  | { readonly after: number; readonly reply: Reply };

/** How the fake behaves; what is left out behaves well. */
export interface FakeBehaviour {
  readonly onExecute?: (attempt: number, request: ExecuteRequest) => Reply;
  readonly onPrepare?: (attempt: number) => Reply;
  /** The answer to a QUERY, which is not prepared; undefined for what the fake answers by itself. */
  readonly onQuery?: (cql: string) => Buffer | undefined;
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
const KEYSPACES = columns('system_schema', 'keyspaces', [['keyspace_name', 'varchar', text('ks')]]);

/** A server that speaks just enough of the native protocol (version 4) to lie to the driver. */
export class FakeCassandra {
  readonly #behaviour: FakeBehaviour;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #texts = new Map<string, string>();
  /** Write times of the EXECUTEs that came, in microseconds: the last field of the frame. */
  readonly timestamps: bigint[] = [];
  executes = 0;
  prepares = 0;
  /** Connections that were accepted so far. */
  accepted = 0;

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
    this.accepted += 1;
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
      case OPCODE.prepare: {
        this.#prepare(socket, request, send);
        return;
      }
      case OPCODE.execute:
      case OPCODE.batch: {
        this.#execute(socket, request, send);
        return;
      }
      default:
        return void send(OPCODE.result, this.#query(request.body));
    }
  }

  #prepare(socket: Socket, request: Frame, send: Send): void {
    const id = idOf(request.body);
    const cql = request.body.subarray(4).toString();
    this.#texts.set(id.toString('hex'), cql);
    const reply = { socket, request, send, good: preparedBody(id, cql) };
    if (isAboutKeyspaces(cql)) {
      this.#reply('void', reply);
      return;
    }
    this.prepares += 1;
    this.#reply(this.#behaviour.onPrepare?.(this.prepares) ?? 'void', reply);
  }

  #execute(socket: Socket, frameOfRequest: Frame, send: Send): void {
    const request = new ExecuteRequest(frameOfRequest, (id) => this.#texts.get(id.toString('hex')) ?? '');
    if (isAboutKeyspaces(request.cql)) return void send(OPCODE.result, rows(KEYSPACES, 1));
    this.executes += 1;
    const { body } = frameOfRequest;
    this.timestamps.push(body.readBigInt64BE(body.length - 8));
    const reply = this.#behaviour.onExecute?.(this.executes, request) ?? 'void';
    this.#reply(reply, { socket, request: frameOfRequest, send, good: int(1) });
  }

  #query(body: Buffer): Buffer {
    const cql = body.subarray(4, 4 + body.readInt32BE(0)).toString();
    return this.#behaviour.onQuery?.(cql) ?? systemRows(cql);
  }

  #reply(reply: Reply, asked: Asked): void {
    const { socket, request, send, good } = asked;
    if (reply === 'silent') return;
    if (reply === 'close') return void socket.destroy();
    if (reply === 'void') return void send(OPCODE.result, good);
    if (reply === 'unprepared') {
      const { id } = new ExecuteRequest(request, () => '');
      return void send(OPCODE.error, errorBody(0x2500, 'unprepared', shortBytes(id)));
    }
    if ('result' in reply) return void send(OPCODE.result, reply.result);
    if ('bytes' in reply) {
      if (socket.writable) socket.write(reply.bytes(request.stream));
      return;
    }
    if ('after' in reply) return void setTimeout(() => this.#reply(reply.reply, asked), reply.after);
    send(OPCODE.error, errorBody(reply.error, reply.message ?? 'made up', reply.tail));
  }
}

type Send = (opcode: number, body: Buffer) => unknown;

interface Asked {
  readonly socket: Socket;
  readonly request: Frame;
  readonly send: Send;
  /** The body of a good answer. */
  readonly good: Buffer;
}

/** A data source looks at the keyspaces before anything else: there is one, `ks`. */
function isAboutKeyspaces(cql: string): boolean {
  return cql.includes('system_schema.keyspaces');
}

function idOf(body: Buffer): Buffer {
  return createHash('md5').update(body).digest();
}

/** Parameters of type blob, as many as the text has markers; no partition key, no result columns. */
function preparedBody(id: Buffer, cql: string): Buffer {
  const markers = cql.split('?').length - 1;
  const specs = Array.from({ length: markers }, () => [text16('v'), short(0x03)]).flat();
  const parameters = [int(1), int(markers), int(0), text16('ks'), text16('t'), ...specs];
  return Buffer.concat([int(4), shortBytes(id), ...parameters, int(4), int(0)]);
}

function systemRows(cql: string): Buffer {
  if (/FROM system\.local/i.test(cql)) return rows(LOCAL, 1);
  return rows(columns('system', 'peers', [['peer', 'inet', Buffer.alloc(0)]]), 0);
}

function text16(value: string): Buffer {
  return shortBytes(Buffer.from(value));
}
