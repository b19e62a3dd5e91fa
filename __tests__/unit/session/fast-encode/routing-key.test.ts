import { types } from 'cassandra-driver';
import fc from 'fast-check';
import { routingKey } from '../../../../lib/session/fast-encode/routing-key';
import { driver } from '../../types/support/driver-codec';

interface Router {
  setRoutingKeyFromMeta(meta: object, params: readonly unknown[], options: object): void;
}

/** What the driver makes of the same parameters. */
function drivers(params: readonly unknown[], indexes: readonly number[]): Buffer | undefined {
  let key: Buffer | undefined;
  const options = { getRoutingIndexes: () => indexes, setRoutingKey: (given: Buffer) => (key = given) };
  const meta = { columns: params.map(() => ({ type: { code: types.dataTypes.blob } })) };
  (driver as unknown as Router).setRoutingKeyFromMeta(meta, params, options);
  return key;
}

const param = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constantFrom(null, types.unset) },
);

test('is the one of the driver', () => {
  const cases = fc
    .array(param, { minLength: 1, maxLength: 8 })
    .chain((params) => fc.tuple(fc.constant(params), fc.shuffledSubarray(params.map((_, index) => index))));
  fc.assert(
    fc.property(cases, ([params, indexes]) => {
      expect(routingKey(params, indexes)).toEqual(drivers(params, indexes));
    }),
    { numRuns: 500 },
  );
});
