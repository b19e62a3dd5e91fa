import { types } from 'cassandra-driver';
import type { Decode } from '../types/codec-plan';
import type { ScalarName } from '../types/cql-type';
import { parseScalarText } from '../types/parse-scalar-text';
import { isPlainObject } from '../types/plain-object';
import { refuse } from '../types/refuse';
import { SCALAR_PLANS } from '../types/scalar-plans';

type Read = (value: unknown) => unknown;

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?$/;

const NOT_NUMBERS: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

const whole: Read = (value) => (typeof value === 'number' ? value : refuse('a whole number', value));

const floating: Read = (value) => {
  if (typeof value === 'number') return value;
  return NOT_NUMBERS.has(value) ? Number(value) : refuse('a number', value);
};

/** JSON has no bigint, and a number beyond the safe range was rounded when it was parsed. */
const large =
  (name: ScalarName): Read =>
  (value) => {
    if (typeof value === 'number')
      return Number.isSafeInteger(value) ? BigInt(value) : refuse('digits as a text', value);
    return typeof value === 'string' ? parseScalarText(name, value) : refuse('digits as a text', value);
  };

const text =
  (name: ScalarName): Read =>
  (value) =>
    typeof value === 'string' ? parseScalarText(name, value) : refuse(`a text for ${name}`, value);

const READERS: Readonly<Record<ScalarName, Read>> = {
  ascii: text('ascii'),
  bigint: large('bigint'),
  blob: (value) => {
    if (typeof value !== 'string') return refuse('bytes as base64', value);
    return BASE64.test(value)
      ? Buffer.from(value, 'base64')
      : refuse('bytes as base64', value, 'a text of another form');
  },
  boolean: (value) => (typeof value === 'boolean' ? value : refuse('true or false', value)),
  counter: large('counter'),
  date: text('date'),
  decimal: text('decimal'),
  double: floating,
  duration: text('duration'),
  float: floating,
  inet: text('inet'),
  int: whole,
  smallint: whole,
  text: text('text'),
  time: text('time'),
  timestamp: (value) => {
    if (typeof value === 'string') return parseScalarText('timestamp', value);
    return typeof value === 'number' && Number.isSafeInteger(value)
      ? new Date(value)
      : refuse('a date and time', value);
  },
  timeuuid: text('timeuuid'),
  tinyint: whole,
  uuid: text('uuid'),
  varint: large('varint'),
};

/** What the driver would have read from the bytes; absent where it is the value itself. */
const DRIVER: Partial<Readonly<Record<ScalarName, (bytes: Buffer) => unknown>>> = {
  bigint: (bytes) => bytes.readBigInt64BE(),
  blob: (bytes) => bytes,
  counter: (bytes) => bytes.readBigInt64BE(),
  date: (bytes) => types.LocalDate.fromBuffer(bytes),
  decimal: (bytes) => types.BigDecimal.fromBuffer(bytes),
  duration: (bytes) => types.Duration.fromBuffer(bytes),
  float: (bytes) => bytes.readFloatBE(),
  inet: (bytes) => new types.InetAddress(bytes),
  time: (bytes) => types.LocalTime.fromBuffer(bytes),
  timestamp: (bytes) => new Date(Number(bytes.readBigInt64BE())),
  timeuuid: (bytes) => new types.TimeUuid(bytes),
  uuid: (bytes) => new types.Uuid(bytes),
};

/** True for what JSON cannot hold, such as a Date: the value was made by the program and not read from a text. */
export function isNoJson(value: unknown): boolean {
  return (
    typeof value === 'bigint' ||
    (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlainObject(value))
  );
}

/** @param decode the form that is wanted; the default one when left out. @throws CodecFault */
export function scalarFromPlain(name: ScalarName, value: unknown, decode: Decode | undefined): unknown {
  const plan = SCALAR_PLANS[name];
  const read = isNoJson(value) ? value : READERS[name](value);
  const bytes = plan.encode(read);
  const stored = DRIVER[name]?.(bytes) ?? read;
  return decode === undefined ? stored : decode(stored);
}

/** The default form. */
export function defaultScalar(name: ScalarName, value: unknown): unknown {
  return scalarFromPlain(name, value, SCALAR_PLANS[name].forms[0].decode);
}
