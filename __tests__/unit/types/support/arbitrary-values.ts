import { types } from 'cassandra-driver';
import fc from 'fast-check';
import { longFromBigint } from '../../../../lib/types/codecs/int64';
import type { CqlType, ScalarName } from '../../../../lib/types/cql-type';
import { createCodec } from '../../../../lib/types/create-codec';

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** No -0 where CQL has none. */
const integer = (bits: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.constantFrom(0, 1, -1, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1),
    fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }),
  );

const dates = fc.date({
  min: new Date('0000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true,
});

const decimals = fc.oneof(
  fc.bigInt().map(String),
  fc.tuple(fc.bigInt(), fc.integer({ min: 1, max: 60 })).map(([unscaled, scale]) => {
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
    return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  }),
  fc.tuple(fc.bigInt(), fc.integer({ min: 1, max: 2 ** 31 - 1 })).map(([unscaled, zeros]) => `${unscaled}E+${zeros}`),
);

const times = fc
  .tuple(fc.integer({ min: 0, max: 86_399 }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([second, nanos]) => {
    const clock = [second / 3600, (second / 60) % 60, second % 60].map((part) => pad(Math.floor(part), 2)).join(':');
    return nanos === 0 ? clock : `${clock}.${pad(nanos, 9).replace(/0+$/, '')}`;
  });

const durations = fc
  .tuple(fc.boolean(), fc.nat(), fc.nat(), fc.bigInt({ min: 0n, max: INT64.max }))
  .map(([isNegative, months, days, nanos]) => {
    const sign = isNegative ? -1 : 1;
    // `0 -` instead of `-`, so that no -0 arises.
    return new types.Duration(
      isNegative ? 0 - months : months,
      isNegative ? 0 - days : days,
      longFromBigint(nanos * BigInt(sign))!,
    );
  });

const addresses = fc.oneof(
  fc.ipV4(),
  fc
    .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
    .map((groups) =>
      // The URL parser writes the shortest form; the mapped addresses it writes in hexadecimal are left to the tables.
      new URL(
        `http://[${groups.map((group) => (group === 0 ? 0 : group | 1).toString(16)).join(':')}]/`,
      ).hostname.slice(1, -1),
    )
    .filter((address) => !address.startsWith('::ffff:')),
);

/** Values of native types in the form in which they are read by default. */
const SCALARS: Readonly<Record<ScalarName, fc.Arbitrary<unknown>>> = {
  ascii: fc.string({ unit: 'binary-ascii' }),
  bigint: fc.bigInt(INT64),
  blob: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  boolean: fc.boolean(),
  counter: fc.bigInt(INT64),
  date: dates.map((date) => date.toISOString().slice(0, 10)),
  decimal: decimals,
  double: fc.double(),
  duration: durations,
  float: fc.float(),
  inet: addresses,
  int: integer(32),
  smallint: integer(16),
  text: fc.string({ unit: 'binary' }),
  time: times,
  timestamp: fc.date({ noInvalidDate: true }),
  timeuuid: fc.uuid({ version: 1 }),
  tinyint: integer(8),
  uuid: fc.uuid(),
  varint: fc.oneof(
    fc.bigInt(),
    fc
      .integer({ min: 0, max: 200 })
      .chain((bits) => fc.constantFrom(2n ** BigInt(bits), -(2n ** BigInt(bits)), 2n ** BigInt(bits) - 1n)),
  ),
};

const MAX = 4;

/** Arrays whose elements differ as bytes, since Cassandra compares those. */
function distinct(type: CqlType): fc.Arbitrary<unknown[]> {
  const { encode } = createCodec(type);
  return fc.uniqueArray(valuesOf(type), { maxLength: MAX, selector: (value) => encode(value).toString('hex') });
}

/** Values of a type in the form in which they are read by default. */
export function valuesOf(type: CqlType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'scalar':
      return SCALARS[type.name];
    case 'list':
      return fc.array(valuesOf(type.element), { maxLength: MAX });
    case 'set':
      return distinct(type.element).map((elements) => new Set(elements));
    case 'map':
      return distinct(type.key).chain((keys) =>
        fc
          .tuple(...keys.map(() => valuesOf(type.value)))
          .map((values) => new Map(keys.map((key, at) => [key, values[at]]))),
      );
    case 'tuple':
      return fc.tuple(...type.elements.map((element) => fc.option(valuesOf(element))));
    case 'vector':
      return fc.array(valuesOf(type.element), { minLength: type.dimension, maxLength: type.dimension });
    case 'udt': {
      const { target, fields } = type.definition!;
      // A collection that is null comes back empty, so none is null here.
      const values = fields.map(({ type: inner, empty }) => (empty ? valuesOf(inner) : fc.option(valuesOf(inner))));
      return fc
        .tuple(...values)
        .map((parts) =>
          Object.assign(new target(), Object.fromEntries(fields.map((f, at) => [f.property, parts[at]]))),
        );
    }
  }
}
