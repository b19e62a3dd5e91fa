import { estimate, median, type Estimate } from '../core/statistics';
import type { Outcome } from './blocks';
import type { Workload } from './workloads';

export const RAW = 'driver';
export const CONTROL = 'driver again';

/** One contender in one workload, beside the raw driver in the same blocks. */
export interface Result {
  readonly workload: string;
  readonly contender: string;
  readonly blocks: number;
  /** Medians: requests or rows a second, microseconds of the client's processors for one, delay of the event loop. */
  readonly rate: number;
  readonly cpu: number;
  readonly loopDelay: number | undefined;
  /** Time for one, as a multiple of the raw driver's. */
  readonly wallRatio: Estimate | undefined;
  readonly cpuRatio: Estimate | undefined;
  readonly failure: string | undefined;
}

/** The medians over the blocks. A ratio is that of one block; nothing of different blocks is divided. */
export function summarize(workloads: readonly Workload[], outcomes: readonly Outcome[]): readonly Result[] {
  return workloads.flatMap(({ id }) => {
    const own = outcomes.filter(({ workload }) => workload === id);
    const raw = new Map(own.filter(({ contender }) => contender === RAW).map((outcome) => [outcome.block, outcome]));
    return [...new Set(own.map(({ contender }) => contender))].map((contender) =>
      resultOf(
        id,
        own.filter((outcome) => outcome.contender === contender),
        raw,
      ),
    );
  });
}

function resultOf(workload: string, outcomes: readonly Outcome[], raw: ReadonlyMap<number, Outcome>): Result {
  const samples = outcomes.flatMap(({ sample }) => sample ?? []);
  const ratios = (measure: 'wall' | 'cpu'): number[] =>
    outcomes.flatMap(({ block, sample }) => {
      const unit = raw.get(block)?.sample;
      if (sample === undefined || unit === undefined) return [];
      return [sample[measure] / sample.units / (unit[measure] / unit.units)];
    });
  const isRaw = outcomes[0]!.contender === RAW;
  const estimateOf = (measure: 'wall' | 'cpu'): Estimate | undefined => {
    const values = isRaw ? [] : ratios(measure);
    return values.length === 0 ? undefined : estimate(values);
  };
  const delays = samples.flatMap(({ loopDelay }) => loopDelay ?? []);
  return {
    workload,
    contender: outcomes[0]!.contender,
    blocks: samples.length,
    rate: median(samples.map(({ wall, units }) => (units / wall) * 1_000)),
    cpu: median(samples.map(({ cpu, units }) => (cpu / units) * 1_000)),
    loopDelay: delays.length === 0 ? undefined : median(delays),
    wallRatio: estimateOf('wall'),
    cpuRatio: estimateOf('cpu'),
    failure: outcomes.find(({ failure }) => failure !== undefined)?.failure,
  };
}

/** Whether the driver beside itself shows no difference: each interval holds 1. */
export function strayControls(results: readonly Result[]): readonly Result[] {
  return results.filter(
    ({ contender, wallRatio }) =>
      contender === CONTROL && wallRatio !== undefined && (wallRatio.low > 1 || wallRatio.high < 1),
  );
}
