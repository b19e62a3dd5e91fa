/** A refused plan in the words of the command line. */
export interface PlanReport {
  readonly message: string;
  readonly hints: readonly string[];
}

const filters = (names: string): string =>
  names
    .split(', ')
    .map((name) => `--filter ${name}=…`)
    .join(' ');

/** The library's ways out name its methods; these are the flags that do the same. */
const REWORDINGS: readonly (readonly [RegExp, (match: string, names: string) => string])[] = [
  [/^\.allowFiltering\(\)/, () => 'add --allow-filtering'],
  [/^add the partition key to the where: (.+)$/, (_, names) => `add the partition key: ${filters(names)}`],
  [/^query by the partition key: (.+)$/, (_, names) => `query by the partition key: ${filters(names)}`],
  [/^give the whole partition key: (.+)$/, (_, names) => `give the whole partition key: ${filters(names)}`],
  [/^add (.+) to the where$/, (_, names) => `add ${filters(names)}`],
  [/several by In\(\)/, () => 'several by field__in=a,b'],
  [/In\(\)/, () => 'field__in=a,b'],
  [/^use Contains\(\), ContainsKey\(\).*$/, () => 'use field__contains=… or field__contains_key=…'],
  [/^use Contains\(\)$/, () => 'use field__contains=…'],
];

/** Ways that only a program can go. */
const ONLY_IN_CODE = /Token\(|scan\(|find\(\)|clear\(\)/;

/** Undefined for any other error. */
export function describePlanError(error: Error): PlanReport | undefined {
  if (error.name !== 'QueryPlanError') return undefined;
  const waysOut: unknown = Reflect.get(error, 'waysOut');
  const ways: unknown[] = Array.isArray(waysOut) ? waysOut : [];
  const hints = ways.map(String).filter((way) => !ONLY_IN_CODE.test(way));
  return {
    message: (error.message.split('\nWays out:')[0] ?? error.message).replaceAll('In()', 'several by field__in=a,b'),
    hints: hints.map((way) => `- ${reword(way)}`),
  };
}

function reword(way: string): string {
  return REWORDINGS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), way);
}
