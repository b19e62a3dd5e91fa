import type { Outcome } from './blocks';
import type { Workload } from './workloads';

/** A block that was run with smaller workloads, and what it took in all. */
export interface WarmUp {
  readonly outcomes: readonly Outcome[];
  readonly milliseconds: number;
  readonly share: number;
}

const SMALLEST = 0.25;

/**
 * Makes the workloads smaller where the blocks would not fit into the time, by what a warm-up block took. Rows that lie in
 * a table stay as many as they are, and so does the time between samples; what is left is for the others.
 */
export function fit(
  workloads: readonly Workload[],
  warmUp: WarmUp,
  { blocks, milliseconds }: { readonly blocks: number; readonly milliseconds: number },
): readonly Workload[] {
  const { outcomes, share } = warmUp;
  const between = (warmUp.milliseconds - wallOf(outcomes)) / Math.max(1, outcomes.length);
  let fixed = 0;
  let free = 0;
  for (const workload of workloads) {
    const times = Math.ceil(blocks / workload.every);
    const own = ownOutcomes(workload, outcomes);
    fixed += own.length * between * times;
    if (workload.id === LARGE) fixed += (wallOf(own) * times * workload.count) / sizeOfScan(workloads);
    else if (workload.isFixed === true) fixed += wallOf(own) * times;
    else free += (wallOf(own) * times) / share;
  }
  return resized(workloads, Math.min(1, Math.max(SMALLEST, (milliseconds - fixed) / free)));
}

const LARGE = 'W4-large';

/** The same workloads with fewer requests. */
export function resized(workloads: readonly Workload[], share: number): readonly Workload[] {
  return workloads.map((workload) =>
    workload.isFixed === true ? workload : { ...workload, count: Math.max(20, Math.round(workload.count * share)) },
  );
}

/** The large scan is not warmed up: what it takes is told from the small one. */
function ownOutcomes({ id, only }: Workload, outcomes: readonly Outcome[]): readonly Outcome[] {
  const measured = id === LARGE ? 'W4' : id;
  return outcomes.filter(({ workload, contender }) => workload === measured && (only?.includes(contender) ?? true));
}

function sizeOfScan(workloads: readonly Workload[]): number {
  return workloads.find(({ id }) => id === 'W4')?.count ?? Number.POSITIVE_INFINITY;
}

function wallOf(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, { sample }) => total + (sample?.wall ?? 0), 0);
}
