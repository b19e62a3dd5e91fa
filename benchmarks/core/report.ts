import Table from 'cli-table3';
import type { Measurement } from './measure';
import { OPERATIONS, type Operation, type Round } from './rounds';
import { estimate, median, type Estimate } from './statistics';

/** The most that a caspy round may take on the clock, as a multiple of the driver's. */
export const BAR = 1.1;

/** Names of the contestants: the driver takes part twice, so that the noise of the machine shows. */
export const NAMES = { caspy: 'caspy', driver: 'driver', control: 'driver again' } as const;

export interface Line {
  readonly operation: Operation;
  readonly measure: keyof Measurement;
  /** Medians in milliseconds. */
  readonly caspy: number;
  readonly driver: number;
  /** Caspy to the mean of both driver runs of the same round. */
  readonly ratio: Estimate;
  /** The driver to itself. */
  readonly control: Estimate;
}

export function summarize(rounds: readonly Round[]): Line[] {
  return OPERATIONS.flatMap((operation) =>
    (['wall', 'cpu'] as const).map((kind) => {
      const values = (name: string): number[] => rounds.map((round) => round[operation][name]?.[kind] ?? Number.NaN);
      const caspy = values(NAMES.caspy);
      const driver = values(NAMES.driver);
      const control = values(NAMES.control);
      const baseline = driver.map((value, index) => (value + (control[index] ?? Number.NaN)) / 2);
      return {
        operation,
        measure: kind,
        caspy: median(caspy),
        driver: median(baseline),
        ratio: estimate(divided(caspy, baseline)),
        control: estimate(divided(control, driver)),
      };
    }),
  );
}

function divided(values: readonly number[], by: readonly number[]): number[] {
  return values.map((value, index) => value / (by[index] ?? Number.NaN));
}

export function isWithinBar(lines: readonly Line[]): boolean {
  return lines.every(({ measure, ratio }) => measure !== 'wall' || ratio.median <= BAR);
}

export function formatReport(lines: readonly Line[]): string {
  const table = new Table({
    head: ['operation', 'measure', 'caspy ms', 'driver ms', 'ratio [95 %]', 'driver to itself [95 %]'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { operation, measure, caspy, driver, ratio, control } of lines) {
    table.push([
      operation,
      measure,
      caspy.toFixed(0),
      driver.toFixed(0),
      formatEstimate(ratio),
      formatEstimate(control),
    ]);
  }
  return table.toString();
}

function formatEstimate({ median: middle, low, high }: Estimate): string {
  return `${middle.toFixed(3)} [${low.toFixed(3)} to ${high.toFixed(3)}]`;
}
