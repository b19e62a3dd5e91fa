import type { ScalarName } from './cql-type';
import { refuse } from './refuse';
import { SCALAR_PLANS } from './scalar-plans';

const WHOLE_NUMBER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const TIMESTAMP =
  /^(\d{4}|[+-]\d{6})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?(?:\s?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d))?)?$/;
const HEX = /^0[xX]((?:[0-9a-fA-F]{2})*)$/;

const NAMED_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

const OTHER_FORM = 'a string of another form';

function parseBigint(text: string): bigint {
  if (!WHOLE_NUMBER.test(text)) refuse('a whole number', text, OTHER_FORM);
  return BigInt(text.replace('+', ''));
}

/** Without the detour over a bigint, 2^53 + 1 in a text would be rounded before its range is checked. */
const parseInteger = (text: string): number => Number(parseBigint(text));

function parseNumber(text: string): number {
  const named = NAMED_NUMBERS.get(text);
  if (named !== undefined) return named;
  if (!NUMBER.test(text)) refuse('a number', text, OTHER_FORM);
  const value = Number(text);
  return Number.isFinite(value) ? value : refuse('a number that fits 64 bits', text, 'a number out of range');
}

function parseBoolean(text: string): boolean {
  if (text === 'true') return true;
  return text === 'false' ? false : refuse('true or false', text, 'a string of another form');
}

function parseBlob(text: string): Buffer {
  const match = HEX.exec(text) ?? refuse('bytes as 0x followed by pairs of hexadecimal digits', text, OTHER_FORM);
  return Buffer.from(match[1] ?? '', 'hex');
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** Built from its parts, so that neither the time zone of the process nor a day such as February 30 can move it. */
function parseTimestamp(text: string): Date {
  if (WHOLE_NUMBER.test(text)) return new Date(Number(text));
  const match =
    TIMESTAMP.exec(text) ?? refuse('an ISO 8601 date and time or milliseconds since 1970', text, OTHER_FORM);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isInCalendar = local.getUTCMonth() === Number(month) - 1 && local.getUTCDate() === Number(day);
  if (!isInCalendar || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    refuse('a date and time of the calendar', text, 'one that does not exist');
  }
  local.setUTCHours(Number(hour), Number(minute) - zoneMinutes(zone), Number(second), Number(fraction.padEnd(3, '0')));
  return local;
}

const parseLowerCase = (text: string): string => text.toLowerCase();
const keep = (text: string): string => text;

const PARSERS: Readonly<Record<ScalarName, (text: string) => unknown>> = {
  ascii: keep,
  bigint: parseBigint,
  blob: parseBlob,
  boolean: parseBoolean,
  counter: parseBigint,
  date: keep,
  decimal: keep,
  double: parseNumber,
  duration: keep,
  float: parseNumber,
  inet: keep,
  int: parseInteger,
  smallint: parseInteger,
  text: keep,
  time: keep,
  timestamp: parseTimestamp,
  timeuuid: parseLowerCase,
  tinyint: parseInteger,
  uuid: parseLowerCase,
  varint: parseBigint,
};

/**
 * The JavaScript value that a text means for a native type: what its codec takes.
 * @throws CodecFault when the text does not fit the type.
 */
export function parseScalarText(name: ScalarName, text: string): unknown {
  const value = PARSERS[name](text);
  // The codec knows the ranges and the forms of the types that stay text; one set of rules, one set of messages.
  SCALAR_PLANS[name].encode(value);
  return value;
}
