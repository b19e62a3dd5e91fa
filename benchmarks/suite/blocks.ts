import type { Client } from 'cassandra-driver';
import { shuffled } from '../core/statistics';
import { checkWritten, learnAgain, remember } from './check-written';
import type { Contender, Sample } from './contender';
import type { Data } from './data';
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
  readonly data: Data;
  /** Reads back what was written. */
  readonly client: Client;
  readonly blocks: number;
  /** Nothing is begun after this time, except in the first block. */
  readonly deadline: number;
  readonly say: (message: string) => void;
  /** Called after each block with everything so far, so that an interrupted run leaves its results. */
  readonly save: (outcomes: readonly Outcome[]) => Promise<void>;
}

/** After so many failures a contender is left out of a workload: time-outs would eat the time of the others. */
const PATIENCE = 2;
let mark = 0;

/** Runs the blocks. In each, every contender does every workload once, in a new random order. */
export async function runBlocks(plan: Plan): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const failures = new Map<string, number>();
  for (let block = 0; block < plan.blocks && (block === 0 || Date.now() < plan.deadline); block += 1) {
    plan.say(`block ${block + 1} of ${plan.blocks}`);
    const due = plan.workloads.filter(({ every }) => block % every === 0);
    for (const group of groupsOf(due)) {
      if (block > 0 && Date.now() > plan.deadline) break;
      for (const { workload, contender } of shuffled(pairsOf(group, plan.contenders, block))) {
        const name = `${contender.name} ${workload.id}`;
        if ((failures.get(name) ?? 0) >= PATIENCE) continue;
        mark += 1;
        const outcome = await runOne(plan, contender, workload);
        if (outcome.failure !== undefined) failures.set(name, (failures.get(name) ?? 0) + 1);
        outcomes.push({ block, workload: workload.id, contender: contender.name, ...outcome });
      }
    }
    await plan.save(outcomes);
  }
  return outcomes;
}

function groupsOf(workloads: readonly Workload[]): readonly (readonly Workload[])[] {
  const groups = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const key = workload.group ?? workload.id;
    groups.set(key, [...(groups.get(key) ?? []), workload]);
  }
  return [...groups.values()];
}

function pairsOf(
  workloads: readonly Workload[],
  contenders: readonly Contender[],
  block: number,
): { readonly workload: Workload; readonly contender: Contender }[] {
  return workloads.flatMap((workload) =>
    contenders
      .filter(({ name }) => workload.only?.includes(name) ?? true)
      .filter((contender) => contender.supports(workload) && !isSpared(contender, workload, block))
      .map((contender) => ({ workload, contender })),
  );
}

/** Scans of those who take several times as long are measured half as often. */
function isSpared({ isSlow }: Contender, { kind, every }: Workload, block: number): boolean {
  return isSlow === true && kind === 'scan' && block % (every * 2) !== 0;
}

async function runOne(
  { client, data }: Plan,
  contender: Contender,
  workload: Workload,
): Promise<Pick<Outcome, 'sample' | 'failure'>> {
  try {
    const sample = await contender.run(workload, mark);
    const done = { workload, mark, units: sample.units };
    remember(data, done, true);
    await checkWritten(client, data, done);
    return { sample };
  } catch (error) {
    remember(data, { workload, mark, units: workload.count }, false);
    if (workload.kind === 'updateIf') await learnAgain(client, data).catch(() => undefined);
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
