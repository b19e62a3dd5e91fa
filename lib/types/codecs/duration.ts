import type { CodecPlan } from '../codec-plan';
import { driverValue, isDriverValue } from '../driver-value';
import type { DriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { formatDuration, parseDuration } from './duration-text';
import type { DurationParts } from './duration-text';
import { bigintFromLong } from './int64';
import { unsignedVintSize, writeUnsignedVint, zigZag } from './vint';

const EXPECTED = 'a Duration, or a string such as P1Y2M3DT4H5M6S or 1y2mo3d4h5m6s';

/** The fields that the driver documents but does not declare in its types; its constructor checks none of them. */
interface DurationFields {
  readonly months: unknown;
  readonly days: unknown;
  readonly nanoseconds: unknown;
}

function partsOf(duration: DriverValue<'Duration'>): DurationParts | undefined {
  const { months, days, nanoseconds } = duration as unknown as DurationFields; // all three are read as unknown
  if (!Number.isInteger(months) || !Number.isInteger(days)) return undefined;
  if (!isDriverValue(nanoseconds, 'Long')) return undefined;
  return { months: BigInt(months as number), days: BigInt(days as number), nanoseconds: bigintFromLong(nanoseconds) }; // both are integers
}

const fits = (value: bigint, bits: number): boolean => BigInt.asIntN(bits, value) === value;

function write({ months, days, nanoseconds }: DurationParts): Buffer {
  const parts = [zigZag(months), zigZag(days), zigZag(nanoseconds)];
  const bytes = Buffer.allocUnsafe(parts.reduce((size, part) => size + unsignedVintSize(part), 0));
  parts.reduce((offset, part) => writeUnsignedVint(part, bytes, offset), 0);
  return bytes;
}

function encodeDuration(value: unknown): Buffer {
  if (typeof value !== 'string' && !isDriverValue(value, 'Duration')) return refuse(EXPECTED, value);
  const parts = typeof value === 'string' ? parseDuration(value) : partsOf(value);
  if (parts === undefined) return refuse(EXPECTED, value, 'one of another form');
  const { months, days, nanoseconds } = parts;
  if (!fits(months, 32) || !fits(days, 32) || !fits(nanoseconds, 64)) refuse(EXPECTED, value, 'one out of range');
  const hasNegative = months < 0n || days < 0n || nanoseconds < 0n;
  const hasPositive = months > 0n || days > 0n || nanoseconds > 0n;
  if (hasNegative && hasPositive) refuse('a duration whose parts have one sign', value, 'mixed signs');
  return write(parts);
}

function decodeString(value: unknown): unknown {
  const parts = partsOf(driverValue(value, 'Duration'));
  return parts === undefined ? refuse('a Duration from the driver', value) : formatDuration(parts);
}

export const durationPlan: CodecPlan = {
  encode: encodeDuration,
  forms: [{ as: 'Duration' }, { as: 'String', decode: decodeString }],
};
