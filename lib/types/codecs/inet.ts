import { types as nodeTypes } from 'node:util';
import type { CodecPlan } from '../codec-plan';
import { driverValue, isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { formatInet, parseInet } from './inet-text';

const EXPECTED = 'an IP address as a string or an InetAddress';

function encodeInet(value: unknown): Buffer {
  if (typeof value === 'string') return parseInet(value) ?? refuse(EXPECTED, value, 'a string of another form');
  if (!isDriverValue(value, 'InetAddress')) return refuse(EXPECTED, value);
  const bytes: unknown = value.getBuffer();
  if (Buffer.isBuffer(bytes) && (bytes.length === 4 || bytes.length === 16)) return bytes;
  if (nodeTypes.isUint8Array(bytes) && (bytes.length === 4 || bytes.length === 16)) return Buffer.from(bytes);
  return refuse(EXPECTED, value, 'an InetAddress that does not hold 4 or 16 bytes');
}

/** InetAddress's own toString drops groups when a shorter run of zeros follows a longer one. */
const decodeString = (value: unknown): unknown => formatInet(driverValue(value, 'InetAddress').getBuffer());

export const inetPlan: CodecPlan = {
  encode: encodeInet,
  forms: [{ as: 'String', decode: decodeString }, { as: 'InetAddress' }],
};
