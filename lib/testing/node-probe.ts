import type { FrameConnection } from './native-protocol';
import { openFrames, opcodes } from './native-protocol';
import type { LocalCredentials } from './options';

export interface ProbeTarget {
  readonly host: string;
  readonly port: number;
  /** Also wait until this login works. */
  readonly credentials?: LocalCredentials;
  /** Also wait until the node knows this many other nodes. */
  readonly peers?: number;
  /** Milliseconds for the whole probe. */
  readonly timeout: number;
}

function shortString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function longBytes(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

async function expectAnswer(
  connection: FrameConnection,
  opcode: number,
  body: Buffer,
  expected: readonly number[],
): Promise<{ readonly opcode: number; readonly body: Buffer }> {
  const answer = await connection.request(opcode, body);
  if (expected.includes(answer.opcode)) return answer;
  throw new Error(`unexpected answer 0x${answer.opcode.toString(16)} to request 0x${opcode.toString(16)}`);
}

async function logIn(connection: FrameConnection, credentials: LocalCredentials | undefined): Promise<void> {
  const options = Buffer.concat([Buffer.from([0, 1]), shortString('CQL_VERSION'), shortString('3.0.0')]);
  const { ready, authenticate } = opcodes;
  const answer = await expectAnswer(connection, opcodes.startup, options, [ready, authenticate]);
  if (answer.opcode === ready || credentials === undefined) return;
  const token = Buffer.from(`\0${credentials.username}\0${credentials.password}`);
  await expectAnswer(connection, opcodes.authResponse, longBytes(token), [opcodes.authSuccess]);
}

async function countPeers(connection: FrameConnection): Promise<number> {
  const text = longBytes(Buffer.from('SELECT peer FROM system.peers'));
  // Consistency ONE; flag 0x02 leaves the column descriptions out of the answer.
  const query = Buffer.concat([text, Buffer.from([0, 1, 0x02])]);
  const { body } = await expectAnswer(connection, opcodes.query, query, [opcodes.result]);
  // kind, flags, number of columns, number of rows: four integers.
  return body.readInt32BE(12);
}

/**
 * Resolves when a node answers: it says what it supports (OPTIONS), and lets a client in (STARTUP, with a login where
 * one is asked for). A port that merely accepts connections is not enough. Rejects otherwise.
 */
export async function probeNode(target: ProbeTarget): Promise<void> {
  const connection = await openFrames(target.host, target.port, target.timeout);
  try {
    await expectAnswer(connection, opcodes.options, Buffer.alloc(0), [opcodes.supported]);
    await logIn(connection, target.credentials);
    if (target.peers === undefined || target.peers === 0) return;
    const peers = await countPeers(connection);
    if (peers < target.peers) throw new Error(`it knows ${peers} of ${target.peers} other nodes`);
  } finally {
    connection.close();
  }
}
