import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** A frame of the native protocol, version 4: the last one without an envelope around the frames. */
export interface Frame {
  readonly opcode: number;
  readonly body: Buffer;
}

export const opcodes = {
  startup: 0x01,
  ready: 0x02,
  authenticate: 0x03,
  options: 0x05,
  supported: 0x06,
  query: 0x07,
  result: 0x08,
  authResponse: 0x0f,
  authSuccess: 0x10,
} as const;

const headerLength = 9;

export function encodeFrame({ opcode, body }: Frame): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(0x04, 0);
  header.writeUInt8(opcode, 4);
  header.writeUInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

/** The first whole frame of what came in, or undefined while it is incomplete. */
export function decodeFrame(received: Buffer): Frame | undefined {
  if (received.length < headerLength) return undefined;
  const length = received.readUInt32BE(5);
  if (received.length < headerLength + length) return undefined;
  return { opcode: received.readUInt8(4), body: received.subarray(headerLength, headerLength + length) };
}

/** One connection that sends a frame and waits for its answer. */
export interface FrameConnection {
  request(opcode: number, body: Buffer): Promise<Frame>;
  close(): void;
}

function exchange(socket: Socket, frame: Frame): Promise<Frame> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const settle = (action: () => void): void => {
      socket.removeAllListeners('data').removeAllListeners('error').removeAllListeners('close');
      // A reset that comes later must not be an unhandled 'error' event.
      socket.on('error', () => undefined);
      action();
    };
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const answer = decodeFrame(received);
      if (answer !== undefined) settle(() => resolve(answer));
    });
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('close', () => settle(() => reject(new Error('the connection was closed'))));
    socket.write(encodeFrame(frame));
  });
}

/** Opens a connection whose whole life is bounded by `timeout` milliseconds. */
export function openFrames(host: string, port: number, timeout: number): Promise<FrameConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeout} ms`)), timeout);
    socket.once('close', () => clearTimeout(timer));
    socket.once('error', reject);
    socket.once('connect', () => {
      resolve({
        request: (opcode, body) => exchange(socket, { opcode, body }),
        close: () => {
          clearTimeout(timer);
          socket.destroy();
        },
      });
    });
  });
}
