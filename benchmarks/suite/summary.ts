import { estimate, median, type Estimate } from '../core/statistics';
import { wilcoxon } from '../core/wilcoxon';
import { type Bar, BARS, divisorOf } from './bars';
import type { Outcome } from './blocks';
import { CONTROL, RAW } from './names';
import type { Workload } from './workloads';

/** A ratio of two contenders, pair by pair of the same block, with the p of Wilcoxon's test. */
export interface Ratio extends Estimate {
  readonly blocks: number;
  readonly p: number;
}

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
  readonly wallRatio: Ratio | undefined;
  readonly cpuRatio: Ratio | undefined;
  readonly failures: number;
  readonly failure: string | undefined;
}

export type Verdict = 'met' | 'missed' | 'undecided' | 'not measured';

export interface Judged {
  readonly bar: Bar;
  readonly ratio: Ratio | undefined;
  readonly verdict: Verdict;
}

type Measure = 'wall' | 'cpu';
interface Place {
  readonly workload: string;
  readonly contender: string;
}

/** The medians over the blocks. A ratio is that of one block; nothing of different blocks is divided. */
export function summarize(
  workloads: readonly Workload[],
  outcomes: readonly Outcome[],
  resamples?: number,
): readonly Result[] {
  return workloads.flatMap(({ id }) => {
    const own = outcomes.filter(({ workload }) => workload === id);
    return [...new Set(own.map(({ contender }) => contender))].map((contender) =>
      resultOf({ workload: id, contender }, outcomes, resamples),
    );
  });
}

function resultOf(place: Place, outcomes: readonly Outcome[], resamples?: number): Result {
  const own = at(place, outcomes);
  const samples = own.flatMap(({ sample }) => sample ?? []);
  const unit = { workload: place.workload, contender: RAW };
  const isRaw = place.contender === RAW;
  const delays = samples.flatMap(({ loopDelay }) => loopDelay ?? []);
  const failures = own.filter(({ failure }) => failure !== undefined);
  return {
    ...place,
    blocks: samples.length,
    rate: median(samples.map(({ wall, units }) => (units / wall) * 1_000)),
    cpu: median(samples.map(({ cpu, units }) => (cpu / units) * 1_000)),
    loopDelay: delays.length === 0 ? undefined : median(delays),
    wallRatio: isRaw ? undefined : ratioOf(outcomes, place, unit, 'wall', resamples),
    cpuRatio: isRaw ? undefined : ratioOf(outcomes, place, unit, 'cpu', resamples),
    failures: failures.length,
    failure: failures[0]?.failure,
  };
}

/** One contender beside another, in the blocks in which both did their work. */
export function ratioOf(
  outcomes: readonly Outcome[],
  one: Place,
  other: Place,
  measure: Measure,
  resamples?: number,
): Ratio | undefined {
  const units = new Map(at(other, outcomes).map(({ block, sample }) => [block, sample]));
  const ratios = at(one, outcomes).flatMap(({ block, sample }) => {
    const unit = units.get(block);
    if (sample === undefined || unit === undefined) return [];
    return [sample[measure] / sample.units / (unit[measure] / unit.units)];
  });
  if (ratios.length === 0) return undefined;
  return { ...estimate(ratios, resamples), blocks: ratios.length, p: wilcoxon(ratios.map(Math.log)) };
}

/** The bars of the workloads that were asked for, each with its verdict. */
export function judge(
  workloads: readonly Workload[],
  outcomes: readonly Outcome[],
  resamples?: number,
): readonly Judged[] {
  const asked = new Set(workloads.map(({ id }) => id));
  return BARS.filter(({ workload }) => asked.has(workload)).map((bar) => {
    const ratio = ratioOf(outcomes, bar, divisorOf(bar), bar.measure, resamples);
    const control = controlOf(rawBesideItself(outcomes, bar, resamples));
    return { bar, ratio, verdict: verdictOf(ratio, bar.most, control.verdict === 'stray' ? control.noise : 0) };
  });
}

function rawBesideItself(
  outcomes: readonly Outcome[],
  { workload, measure }: Bar,
  resamples?: number,
): Ratio | undefined {
  return ratioOf(outcomes, { workload, contender: CONTROL }, { workload, contender: RAW }, measure, resamples);
}

/**
 * An interval that holds the bar decides nothing; nor does one of fewer than five blocks, which is not one, or one that is
 * nearer to the bar than the control strays.
 */
export function verdictOf(ratio: Ratio | undefined, most: number, stray = 0): Verdict {
  if (ratio === undefined) return 'not measured';
  if (ratio.blocks < 5) return 'undecided';
  if (ratio.high * (1 + stray) <= most) return 'met';
  return ratio.low / (1 + stray) > most ? 'missed' : 'undecided';
}

/** What the driver beside itself says of a workload: differences below `noise` are not seen. */
export interface Control {
  readonly verdict: 'steady' | 'wide' | 'stray' | 'none';
  readonly noise: number;
}

const STEADY = 0.03;

/** Steady when the interval holds 1 and lies within 3 %; stray when it does not hold 1. */
export function controlOf(ratio: Ratio | undefined): Control {
  if (ratio === undefined || ratio.blocks < 5) return { verdict: 'none', noise: Number.NaN };
  const noise = Math.max(ratio.high - 1, 1 - ratio.low);
  if (ratio.low > 1 || ratio.high < 1) return { verdict: 'stray', noise };
  return { verdict: noise <= STEADY ? 'steady' : 'wide', noise };
}

function at({ workload, contender }: Place, outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.filter((outcome) => outcome.workload === workload && outcome.contender === contender);
}
