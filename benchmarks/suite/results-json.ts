import type { Outcome } from './blocks';
import type { Report } from './markdown';

/** Everything that was measured, each sample in a line of its own. */
export function resultsJson(report: Report, outcomes: readonly Outcome[]): string {
  const head = JSON.stringify(report, rounded, 1).slice(0, -2);
  const samples = outcomes.map((outcome) => `  ${JSON.stringify(outcome, rounded)}`);
  return `${head},\n "outcomes": [\n${samples.join(',\n')}\n ]\n}\n`;
}

/** More digits than a clock has say nothing. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}
