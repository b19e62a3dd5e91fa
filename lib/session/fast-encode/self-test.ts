import { type Client, types } from 'cassandra-driver';
import { DirectBatch, DirectExecute } from './direct-requests';
import type { DriverEncoder, DriverParts } from './driver-parts';
import { valuesLength } from './frames';

const ID = Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex');
const COLUMN = { name: 'a', type: { code: types.dataTypes.blob } };
const META = { columns: [COLUMN, COLUMN, COLUMN, COLUMN] };
const STREAM = 0x1234;
const VALUES = [[], [Buffer.alloc(0)], [Buffer.from('a text'), null, types.unset, Buffer.alloc(40, 7)]];
const OPTIONS = [
  { timestamp: 1_700_000_000_123_456 },
  { timestamp: types.Long.fromNumber(-5), serialConsistency: types.consistencies.localSerial, fetchSize: 0 },
  { timestamp: 1, pageState: Buffer.from('state'), fetchSize: 70_000, consistency: types.consistencies.localQuorum },
  { timestamp: 0, traceQuery: true, logged: false },
  { timestamp: 0, counter: true },
];

/**
 * Writes the same frames with the driver's requests and with those here.
 * @returns what is not as expected; undefined when all is.
 */
export function selfTest(parts: DriverParts, client: Client): string | undefined {
  const encoder = { protocolVersion: 4, encode: (value: unknown) => value } as DriverEncoder;
  const { ExecuteRequest, BatchRequest, makeOptions } = parts;
  try {
    const isSame = OPTIONS.every((raw) => {
      const options = makeOptions({ ...raw, prepare: true }, client);
      const items = VALUES.map((params) => ({ query: 'a', queryId: ID, params, meta: META }));
      const length = items.reduce((sum, { params }) => sum + (valuesLength(params) ?? NaN), 0);
      const batches = [new BatchRequest(items, options), new DirectBatch(items, options, undefined, length)];
      const pairs = items.map(({ params }) => [
        new ExecuteRequest('a', ID, params, options, META),
        new DirectExecute('a', ID, params, options, META, undefined, valuesLength(params) ?? NaN),
      ]);
      return [batches, ...pairs].every(([theirs, ours]) => {
        const frame = ours?.write(encoder, STREAM);
        return frame !== undefined && theirs?.write(encoder, STREAM).equals(frame);
      });
    });
    return isSame ? undefined : 'a frame differs from that of the driver';
  } catch (error) {
    return error instanceof Error ? error.name : 'an exception';
  }
}
