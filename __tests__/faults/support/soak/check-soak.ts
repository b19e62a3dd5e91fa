import type { Figures } from '../figures';
import { type Point, slopeOf } from './slope';
import type { SoakEnd, SoakSample } from './soak-protocol';

/** How long, how rough, and what may come of it. */
export interface SoakPlan {
  readonly seconds: number;
  /** Seconds between two drops of all connections to one node. */
  readonly dropEvery: number;
  /** Seconds whose samples do not count: caches fill, code is compiled. */
  readonly warmUp: number;
  /** Statement texts that the driver may keep. */
  readonly maxPrepared: number;
  /** Megabytes a minute. */
  readonly usedLimit: number;
  readonly residentLimit: number;
}

/** What became of it. */
export interface Soaked {
  readonly samples: readonly SoakSample[];
  readonly end: SoakEnd;
  readonly drops: number;
  readonly exitCode: number;
}

export interface SoakResult {
  /** What must not be. */
  readonly findings: readonly string[];
  /** Lines for people. */
  readonly lines: readonly string[];
  readonly figures: Figures;
}

const MEGABYTE = 2 ** 20;
/** Part of the calls that must succeed: a program that does nothing does not leak. */
const SHARE_DONE = 0.8;
/** Fewer samples say nothing about a slope. */
const FEWEST_SAMPLES = 10;

/** Judges a soak by its samples and its end. Pure. */
export function checkSoak(plan: SoakPlan, soaked: Soaked): SoakResult {
  const { samples, end, drops, exitCode } = soaked;
  const counted = samples.filter(({ at }) => at >= plan.warmUp);
  const growth = { used: growthOf(counted, 'used'), resident: growthOf(counted, 'resident') };
  const kept = {
    caspy: Math.max(...samples.map(({ prepared }) => prepared)),
    driver: Math.max(...samples.map(({ preparedByDriver }) => preparedByDriver)),
  };
  const calls = samples.at(-1)?.operations ?? 0;
  const memory =
    `heap ${growth.used.toFixed(2)} MB a minute (limit ${plan.usedLimit}), ` +
    `resident ${growth.resident.toFixed(2)} MB a minute (limit ${plan.residentLimit})`;
  const texts = `${end.shapes} statement texts, at most ${kept.caspy} kept by caspy and ${kept.driver} by the driver`;
  const left = end.handles.length === 0 ? 'none' : end.handles.join(', ');
  const findings = [
    ...(counted.length < FEWEST_SAMPLES ? [`there are only ${counted.length} samples`] : []),
    ...(growth.used < plan.usedLimit ? [] : [`the heap grows by ${growth.used.toFixed(2)} MB a minute`]),
    ...(growth.resident < plan.residentLimit ? [] : [`the process grows by ${growth.resident.toFixed(2)} MB a minute`]),
    ...(Math.max(kept.caspy, kept.driver) <= plan.maxPrepared ? [] : [texts]),
    ...(end.handles.length === 0 ? [] : [`left after destroy(): ${left}`]),
    ...(exitCode === 0 ? [] : [`the exit code is ${exitCode}`]),
    ...unusual(plan, soaked, calls),
  ];
  return {
    findings,
    lines: [
      `calls: ${calls}, by outcome ${JSON.stringify(end.outcomes)}, errors ${JSON.stringify(end.errors)}`,
      `connections to one node dropped ${drops} times`,
      `${memory}; at the end ${megabytes(samples.at(-1)?.used)} and ${megabytes(samples.at(-1)?.resident)}`,
      texts,
      `handles after destroy(): ${left}; exit code ${exitCode}`,
    ],
    figures: {
      attempts: `${plan.seconds / 60} minutes, ${calls} calls, ${drops} drops`,
      errors: Object.keys(end.errors).sort(),
      note: `${memory}; ${texts}; handles after destroy(): ${left}`,
    },
  };
}

/** What would make the other checks worthless, and errors that are none of caspy's. */
function unusual({ maxPrepared }: SoakPlan, { end, drops }: Soaked, calls: number): string[] {
  const { done = 0, refused = 0 } = end.outcomes;
  const strange = Object.keys(end.errors).filter((code) => !code.startsWith('CASPY_'));
  return [
    ...(done + refused >= SHARE_DONE * calls && calls > 0
      ? []
      : [`only ${done + refused} of ${calls} calls succeeded`]),
    ...(end.shapes > 2 * maxPrepared ? [] : [`only ${end.shapes} statement texts were sent`]),
    ...(drops > 1 ? [] : [`connections were dropped ${drops} times`]),
    ...strange.map((code) => `an error is ${code}`),
  ];
}

/** Megabytes a minute. */
function growthOf(samples: readonly SoakSample[], measure: 'used' | 'resident'): number {
  if (samples.length < 2) return 0;
  return slopeOf(samples.map((sample): Point => ({ x: sample.at / 60, y: sample[measure] / MEGABYTE })));
}

function megabytes(bytes = 0): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
