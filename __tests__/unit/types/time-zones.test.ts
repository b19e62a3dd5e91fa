import { runInThisContext } from 'node:vm';
import { types } from 'cassandra-driver';
import { createCodec } from '../../../lib/types/create-codec';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import { parseText } from '../../../lib/types/parse-text';
import { driver, typeInfo } from './support/driver-codec';

const [timestamp, date, time] = ['timestamp', 'date', 'time'].map(parseCqlType) as [never, never, never];

function readBack(type: never, value: unknown): unknown {
  const { encode, decode } = createCodec(type);
  const decoded = driver.decode(encode(value), typeInfo(type));
  return decode === undefined ? decoded : decode(decoded);
}

const DAYS = [
  '1969-12-31',
  '1970-01-01',
  '1883-11-18',
  '0001-01-01',
  '-000001-03-01',
  '2024-02-29',
  '2024-03-10',
  '2024-11-03',
];

describe.each(['America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'])('in the time zone %s', (zone) => {
  // Jest gives tests a copy of the environment; only the process's own moves its clock.
  const environment = runInThisContext('process.env') as NodeJS.ProcessEnv;
  const before = environment.TZ;
  beforeAll(() => {
    environment.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete environment.TZ;
    else environment.TZ = before;
  });

  it('is the zone of the process', () => {
    // Otherwise these tests would pass whatever the codecs did.
    const offset = new Date(1_700_000_000_000).getTimezoneOffset();
    expect(offset).toBe({ 'America/New_York': 300, 'Asia/Kolkata': -330, 'Pacific/Apia': -780, UTC: 0 }[zone]);
  });

  it.each(DAYS)('the date %s is not moved', (day) => {
    expect(readBack(date, day)).toBe(day);
    const [, sign = '', year, month, dayOfMonth] = /^(-?)(\d+)-(\d+)-(\d+)$/.exec(day) ?? [];
    const local = new types.LocalDate(Number(`${sign}${year}`), Number(month), Number(dayOfMonth));
    expect(createCodec(date).encode(day)).toEqual(createCodec(date).encode(local));
  });

  it.each(DAYS)('midnight of %s without a zone is midnight in UTC', (day) => {
    const moment = parseText(timestamp, day);
    expect(moment).toEqual(new Date(`${day}T00:00:00Z`));
    expect(parseText(timestamp, `${day}T00:00`)).toEqual(moment);
    expect(readBack(timestamp, moment)).toEqual(moment);
  });

  it('times of day are not moved', () => {
    expect(readBack(time, '02:30')).toBe('02:30:00');
    expect(createCodec(time).encode('00:00:00').readBigInt64BE()).toBe(0n);
  });
});
