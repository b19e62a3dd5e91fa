import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Contender, Operations, Sample } from '../contender';
import type { Data } from '../data';
import { KINDS } from '../kinds';
import type { Workload } from '../workloads';

export interface InProcess {
  readonly name: string;
  readonly data: Data;
  readonly operations: Operations;
  /** A part of the requests is enough for one that takes long: the ratio is by request. */
  readonly share?: number;
  readonly close: () => Promise<void>;
}

/** The mark that the single rows hold: all contenders write the same rows. */
export const state = { written: 0 };

const OPTIONAL = ['scan', 'insertOnce', 'pages'] as const;

/** A contender that runs in this process. */
export function inProcess({ name, data, operations, share = 1, close }: InProcess): Contender {
  return {
    name,
    close,
    supports: ({ kind }) => OPTIONAL.every((option) => option !== kind || operations[option] !== undefined),
    send: (operation, index) =>
      operation === 'save' ? operations.save(index) : operations.get(data.singles[index % data.singles.length]!.owner),
    run: (workload, mark) => sample(operations, scaled(workload, share), data, mark),
  };
}

function scaled(workload: Workload, share: number): Workload {
  const isFixed = workload.unit === 'rows' || workload.kind === 'get';
  return isFixed ? workload : { ...workload, count: Math.max(10, Math.round(workload.count * share)) };
}

async function sample(operations: Operations, workload: Workload, data: Data, mark: number): Promise<Sample> {
  operations.mark(mark);
  // Otherwise one pays for the garbage of the one before.
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const cpuStart = process.cpuUsage();
  const start = performance.now();
  await KINDS[workload.kind]({ operations, workload, data, mark, written: state.written });
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
