import type { CodecPlan } from '../codec-plan';
import { driverValue, isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { civilFromDays, daysFromCivil, isCivilDate } from './calendar';
import type { CivilDate } from './calendar';

const EXPECTED = 'a date as YYYY-MM-DD or a LocalDate';
const DATE = /^(\d{4}|[+-]\d{4,7})-(\d{2})-(\d{2})$/;

/** Cassandra counts days from -5877641-06-23 in an unsigned number, so that 1970-01-01 is 2^31. */
const EPOCH = 0x80000000;
const LAST = 0xffffffff;

function encodeString(text: string): Buffer {
  const [, year = '', month, day] = DATE.exec(text) ?? refuse(EXPECTED, text, 'a string of another form');
  const date: CivilDate = { year: Number(year), month: Number(month), day: Number(day) };
  if (!isCivilDate(date) || Object.is(date.year, -0)) refuse(EXPECTED, text, 'a day that is not in the calendar');
  const days = daysFromCivil(date) + EPOCH;
  if (days < 0 || days > LAST) refuse('a date from -5877641-06-23 to +5881580-07-11', text, 'a date out of range');
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(days, 0);
  return bytes;
}

/** A Date is refused: it is a moment, and which day that is depends on the time zone of the process. */
function encodeDate(value: unknown): Buffer {
  if (typeof value === 'string') return encodeString(value);
  if (isDriverValue(value, 'LocalDate')) return value.toBuffer();
  return refuse(EXPECTED, value);
}

const twoDigits = (part: number): string => (part < 10 ? `0${part}` : `${part}`);

function formatYear(year: number): string {
  if (year >= 1000 && year <= 9999) return `${year}`;
  if (year >= 0 && year <= 9999) return `${year}`.padStart(4, '0');
  return `${year < 0 ? '-' : '+'}${`${Math.abs(year)}`.padStart(6, '0')}`;
}

/** The text of a day as Cassandra counts it. */
export function dateText(stored: number): string {
  const { year, month, day } = civilFromDays(stored - EPOCH);
  return `${formatYear(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** LocalDate itself prints a bare number of days where it is beyond what Date can hold, and a year 12345 without a sign. */
function decodeString(value: unknown): unknown {
  const local = driverValue(value, 'LocalDate');
  const isWithinDate = !Number.isNaN(local.year);
  const { year, month, day } = isWithinDate ? local : civilFromDays(local.toBuffer().readUInt32BE(0) - EPOCH);
  return `${formatYear(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

export const datePlan: CodecPlan = {
  encode: encodeDate,
  forms: [{ as: 'String', decode: decodeString }, { as: 'LocalDate' }],
};
