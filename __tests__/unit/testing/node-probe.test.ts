import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { decodeFrame, encodeFrame, opcodes } from '../../../lib/testing/native-protocol';
import { probeNode } from '../../../lib/testing/node-probe';
import { waitUntilReady } from '../../../lib/testing/wait-until-ready';

const empty = Buffer.alloc(0);
type Script = (opcode: number, socket: Socket) => readonly [opcode: number, body: Buffer] | undefined;

let server: Server | undefined;
const sockets = new Set<Socket>();

async function serve(script: Script): Promise<number> {
  const started = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const frame = decodeFrame(data);
      const answer = frame === undefined ? undefined : script(frame.opcode, socket);
      if (answer !== undefined) socket.write(encodeFrame({ opcode: answer[0], body: answer[1] }));
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

const open: Script = (opcode) => (opcode === opcodes.options ? [opcodes.supported, empty] : [opcodes.ready, empty]);

function withLogin(accept: boolean): Script {
  const answers = new Map<number, number>([
    [opcodes.options, opcodes.supported],
    [opcodes.startup, opcodes.authenticate],
    [opcodes.authResponse, accept ? opcodes.authSuccess : 0x00],
  ]);
  return (opcode) => [answers.get(opcode) ?? 0x00, empty];
}

function withPeers(count: number): Script {
  const body = Buffer.alloc(16);
  body.writeInt32BE(count, 12);
  return (opcode, socket) => (opcode === opcodes.query ? [opcodes.result, body] : open(opcode, socket));
}

const credentials = { username: 'cassandra', password: 'cassandra' };

test.each([
  ['lets anyone in', open, {}],
  ['asks for a login that nobody wants to wait for', withLogin(false), {}],
  ['takes the login', withLogin(true), { credentials }],
  ['knows both other nodes', withPeers(2), { peers: 2 }],
])('a node that %s is ready', async (_, script, wishes) => {
  const port = await serve(script);
  await expect(probeNode({ host: '127.0.0.1', port, timeout: 1_000, ...wishes })).resolves.toBeUndefined();
});

test.each<[string, Script, object, string]>([
  ['answers an error', () => [0x00, empty], {}, 'unexpected answer 0x0'],
  ['only listens', () => undefined, {}, 'no answer within 300 ms'],
  ['closes', (_, socket) => void socket.destroy(), {}, 'closed'],
  ['sends half a frame', (_, socket) => void socket.write(Buffer.from([0x84, 0, 0])), {}, 'no answer within 300 ms'],
  ['refuses the login', withLogin(false), { credentials }, 'unexpected answer 0x0 to request 0xf'],
  ['is still alone', withPeers(1), { peers: 2 }, 'it knows 1 of 2 other nodes'],
])('a node that %s is not', async (_, script, wishes, message) => {
  const port = await serve(script);
  await expect(probeNode({ host: '127.0.0.1', port, timeout: 300, ...wishes })).rejects.toThrow(message);
});

test('an answer in pieces is put together', async () => {
  const frame = encodeFrame({ opcode: opcodes.supported, body: Buffer.from('abc') });
  for (let length = 0; length < frame.length; length++) expect(decodeFrame(frame.subarray(0, length))).toBeUndefined();
  expect(decodeFrame(Buffer.concat([frame, Buffer.from('next')]))).toEqual({ opcode: 0x06, body: Buffer.from('abc') });
});

describe('waitUntilReady', () => {
  const target = { host: '127.0.0.1', port: 1 };

  test('gives up at once when the process has ended', async () => {
    const deadline = performance.now() + 60_000;
    expect(await waitUntilReady({ target, deadline, failed: () => 'it ended' })).toBe('it ended');
  });

  test('gives up at the deadline, and says what the last attempt found', async () => {
    const failure = await waitUntilReady({ target, deadline: performance.now() + 150, interval: 20 });
    expect(failure).toMatch(/^it does not answer in time \(.*ECONNREFUSED/);
  });
});
