import { shuffled } from '../core/statistics';
import type { Contender, Sample } from './contender';
import { state } from './contenders/in-process';
import type { Workload } from './workloads';

/** What one contender did in one block. */
export interface Outcome {
  readonly block: number;
  readonly workload: string;
  readonly contender: string;
  readonly sample?: Sample;
  readonly failure?: string;
}

export interface Plan {
  readonly contenders: readonly Contender[];
  readonly workloads: readonly Workload[];
  readonly blocks: number;
  /** No block is begun after this time, but the first is always finished. */
  readonly deadline: number;
  readonly say: (message: string) => void;
  /** Called after each block with everything so far, so that an interrupted run leaves its results. */
  readonly save: (outcomes: readonly Outcome[]) => Promise<void>;
}

/** Runs the blocks. In each, every contender does every workload once, in a new random order. */
export async function runBlocks(plan: Plan): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const tired = new Set<string>();
  let mark = 0;
  for (let block = 0; block < plan.blocks && (block === 0 || Date.now() < plan.deadline); block += 1) {
    plan.say(`block ${block + 1} of ${plan.blocks}`);
    for (const workload of plan.workloads.filter(({ every }) => block % every === 0)) {
      for (const contender of shuffled(plan.contenders)) {
        const name = `${contender.name} ${workload.id}`;
        if (!contender.supports(workload) || tired.has(name)) continue;
        mark += 1;
        const outcome = await runOne(contender, workload, mark);
        // One failure says enough; a time-out in each block would eat the time of the others.
        if (outcome.failure !== undefined) tired.add(name);
        outcomes.push({ block, workload: workload.id, contender: contender.name, ...outcome });
      }
    }
    await plan.save(outcomes);
  }
  return outcomes;
}

async function runOne(
  contender: Contender,
  workload: Workload,
  mark: number,
): Promise<Pick<Outcome, 'sample' | 'failure'>> {
  try {
    return { sample: await contender.run(workload, mark) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    if (workload.kind === 'save') state.written = mark;
  }
}
