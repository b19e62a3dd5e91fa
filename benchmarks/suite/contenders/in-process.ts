import { monitorEventLoopDelay } from 'node:perf_hooks';
import { checkReads } from '../check-reads';
import type { Contender, Operations, Sample } from '../contender';
import type { Data } from '../data';
import { KINDS } from '../kinds';
import type { Kind, Workload } from '../workloads';

export interface InProcess {
  readonly name: string;
  readonly data: Data;
  readonly operations: Operations;
  /** A part of the requests is enough for one that takes long: the ratio is by request. */
  readonly share?: number;
  readonly close: () => Promise<void>;
}

/** What the kinds use that not everyone has. */
const NEEDS: Partial<Record<Kind, keyof Operations>> = {
  scan: 'scan',
  insertOnce: 'insertOnce',
  mixed: 'insertOnce',
  updateIf: 'updateIf',
  pages: 'pages',
  ruled: 'saveRuled',
  unruled: 'saveRuled',
  make: 'make',
  resave: 'resave',
  loadAndSave: 'loadAndSave',
};

/** A contender that runs in this process. */
export function inProcess({ name, data, operations, share = 1, close }: InProcess): Contender {
  return {
    name,
    isSlow: share < 1,
    close,
    supports: ({ kind }) => {
      const need = NEEDS[kind];
      return need === undefined || operations[need] !== undefined;
    },
    send: (operation, index) => {
      const at = index % data.singles.length;
      if (operation === 'get') return operations.get(data.singles[at]!.owner);
      // New rows: one that was saved before would write nothing.
      return operations.make === undefined ? operations.save(at) : operations.make(at, index);
    },
    run: async (workload, mark) => {
      const taken = await sample(operations, scaled(workload, share), data, mark);
      await checkReads(operations, workload, data);
      return taken;
    },
  };
}

function scaled(workload: Workload, share: number): Workload {
  return workload.isFixed === true
    ? workload
    : { ...workload, count: Math.max(10, Math.round(workload.count * share)) };
}

async function sample(operations: Operations, workload: Workload, data: Data, mark: number): Promise<Sample> {
  await operations.prepare(workload.kind, workload.count, mark);
  // Otherwise one pays for the garbage of the one before.
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const cpuStart = process.cpuUsage();
  const start = performance.now();
  await KINDS[workload.kind]({ operations, workload, data, mark });
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuStart);
  delay.disable();
  return {
    wall,
    cpu: (user + system) / 1_000,
    units: workload.count,
    loopDelay: delay.percentile(99) / 1e6,
    residentMegabytes: process.memoryUsage.rss() / 2 ** 20,
  };
}
