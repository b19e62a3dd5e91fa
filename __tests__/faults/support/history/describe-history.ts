import { type Finding, KINDS, type Operation } from './history';

/** What is told of a history. */
export interface HistoryFigures {
  /** Lines for people, one figure each. */
  readonly lines: readonly string[];
  /** The same in a few words. */
  readonly calls: string;
  readonly outcomes: string;
  /** The codes of all errors. */
  readonly errors: readonly string[];
  /** Acknowledged writes that are gone. */
  readonly lost: number;
  /** The longest time, in milliseconds, in which not one of all calls was answered well. */
  readonly longestStall: number;
}

/** Figures of a history: calls by kind, errors by code, the longest stall, acknowledged writes that are gone. */
export function describeHistory(operations: readonly Operation[], findings: readonly Finding[]): HistoryFigures {
  const errors = countBy(operations.flatMap(({ error }) => (error === undefined ? [] : [error])));
  const unknown = operations.filter(({ outcome }) => outcome === 'unknown').length;
  const failed = operations.filter(({ outcome }) => outcome === 'failed').length;
  const kinds = countBy(operations.map(({ kind }) => kind));
  const slowest = Math.max(...operations.reduce(maximum, [0]));
  const longestStall = stallOf(operations);
  const lost = findings.filter(({ isLoss }) => isLoss).length;
  const lines = [
    `operations: ${operations.length}`,
    ...KINDS.map((kind) => describeKind(kind, operations)),
    `errors: ${unknown} of unknown outcome (maybeApplied), ${failed} certainly not applied`,
    ...[...errors].map(([code, count]) => `  ${code}: ${count}`),
    `longest stall: ${seconds(longestStall)}; slowest call: ${seconds(slowest)}`,
    `acknowledged writes lost: ${lost}`,
    `other findings: ${findings.length - lost}`,
  ];
  return {
    lines,
    calls: `${operations.length} calls (${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')})`,
    outcomes: `${unknown} of unknown outcome, ${failed} certainly not applied`,
    errors: [...errors.keys()].sort(),
    lost,
    longestStall,
  };
}

function describeKind(kind: string, operations: readonly Operation[]): string {
  const outcomes = countBy(operations.filter((each) => each.kind === kind).map(({ outcome }) => outcome));
  return `  ${kind}: ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`;
}

function maximum([slowest = 0]: number[], { startedAt, endedAt }: Operation): number[] {
  return [Math.max(slowest, endedAt - startedAt)];
}

function stallOf(operations: readonly Operation[]): number {
  const answered = operations.filter(({ outcome }) => outcome === 'done' || outcome === 'refused');
  const times = answered.map(({ endedAt }) => endedAt).sort((one, other) => one - other);
  return times.reduce((longest, time, index) => Math.max(longest, time - (times[index - 1] ?? time)), 0);
}

function countBy(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
