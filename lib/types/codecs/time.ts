import type { CodecPlan } from '../codec-plan';
import { driverValue, isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { int64FromNumber } from './int64';

const EXPECTED = 'a time of day as HH:MM[:SS[.fraction]] with up to 9 digits, or a LocalTime';
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?$/;
const NANOS_PER_SECOND = 1_000_000_000;

function encodeString(text: string): Buffer {
  const match = TIME.exec(text) ?? refuse(EXPECTED, text, 'a string of another form');
  const [, hours, minutes, seconds = '0', fraction = ''] = match;
  const wholeSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  // At most 8.64e13, far inside the range in which numbers are exact.
  return int64FromNumber(wholeSeconds * NANOS_PER_SECOND + Number(fraction.padEnd(9, '0')));
}

function encodeTime(value: unknown): Buffer {
  if (typeof value === 'string') return encodeString(value);
  if (isDriverValue(value, 'LocalTime')) return value.toBuffer();
  return refuse(EXPECTED, value);
}

/** `HH:MM:SS`, then the fraction without trailing zeros when there is one: such strings sort as the times do. */
const decodeString = (value: unknown): unknown => driverValue(value, 'LocalTime').toString();

export const timePlan: CodecPlan = {
  encode: encodeTime,
  forms: [{ as: 'String', decode: decodeString }, { as: 'LocalTime' }],
};
