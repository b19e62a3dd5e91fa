/** A CQL duration: three counts that do not convert into one another, of one sign. */
export interface DurationParts {
  readonly months: bigint;
  readonly days: bigint;
  readonly nanoseconds: bigint;
}

const ISO =
  /^(?<sign>-?)P(?!$)(?:(?<y>\d+)Y)?(?:(?<mo>\d+)M)?(?:(?<w>\d+)W)?(?:(?<d>\d+)D)?(?:T(?=\d)(?:(?<h>\d+)H)?(?:(?<m>\d+)M)?(?:(?<s>\d+)(?:\.(?<fraction>\d{1,9}))?S)?)?$/;
const UNITS =
  /^(?<sign>-?)(?=\d)(?:(?<y>\d+)y)?(?:(?<mo>\d+)mo)?(?:(?<w>\d+)w)?(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?(?:(?<us>\d+)[uµμ]s)?(?:(?<ns>\d+)ns)?$/i;

/** More digits than any unit can hold within 64 bits. */
const MAX_LENGTH = 160;

const NANOS = {
  hour: 3_600_000_000_000n,
  minute: 60_000_000_000n,
  second: 1_000_000_000n,
  milli: 1_000_000n,
  micro: 1000n,
};

type Groups = Readonly<Record<string, string | undefined>>;

function nanosecondsOf(groups: Groups, count: (name: string) => bigint): bigint {
  const large = count('h') * NANOS.hour + count('m') * NANOS.minute + count('s') * NANOS.second;
  const small = count('ms') * NANOS.milli + count('us') * NANOS.micro + count('ns');
  return large + small + BigInt((groups.fraction ?? '').padEnd(9, '0'));
}

/** Reads `P1Y2M3DT4H5M6.7S` and CQL's `1y2mo3d4h5m6s7ms8us9ns`, either with a minus in front; undefined for all else. */
export function parseDuration(text: string): DurationParts | undefined {
  const groups: Groups | undefined =
    text.length > MAX_LENGTH ? undefined : (ISO.exec(text) ?? UNITS.exec(text))?.groups;
  if (groups === undefined) return undefined;
  const sign = groups.sign === '-' ? -1n : 1n;
  const count = (name: string): bigint => BigInt(groups[name] ?? 0);
  return {
    months: sign * (count('y') * 12n + count('mo')),
    days: sign * (count('w') * 7n + count('d')),
    nanoseconds: sign * nanosecondsOf(groups, count),
  };
}

const unit = (count: bigint, letter: string): string => (count === 0n ? '' : `${count}${letter}`);

function formatSeconds(nanoseconds: bigint): string {
  const fraction = (nanoseconds % NANOS.second)
    .toString()
    .padStart(9, '0')
    .replace(/(?<!0)0+$/, '');
  if (fraction === '') return unit(nanoseconds / NANOS.second, 'S');
  return `${nanoseconds / NANOS.second}.${fraction}S`;
}

/** The ISO 8601 form; months, days and nanoseconds stay apart, so it reads back as the same duration. */
export function formatDuration({ months, days, nanoseconds }: DurationParts): string {
  const isNegative = months < 0n || days < 0n || nanoseconds < 0n;
  const absolute = (count: bigint): bigint => (count < 0n ? -count : count);
  const date = unit(absolute(months) / 12n, 'Y') + unit(absolute(months) % 12n, 'M') + unit(absolute(days), 'D');
  const nanos = absolute(nanoseconds);
  const time =
    unit(nanos / NANOS.hour, 'H') + unit((nanos / NANOS.minute) % 60n, 'M') + formatSeconds(nanos % NANOS.minute);
  if (date === '' && time === '') return 'PT0S';
  return `${isNegative ? '-' : ''}P${date}${time === '' ? '' : `T${time}`}`;
}
