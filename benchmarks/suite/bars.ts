import { RAW } from './names';

/** One line of what must hold: a median ratio that may be at most so much. */
export interface Bar {
  readonly workload: string;
  readonly contender: string;
  readonly measure: 'wall' | 'cpu';
  readonly most: number;
  /** What it is divided by: another contender or another workload of the same block. The raw driver unless said. */
  readonly by?: { readonly workload?: string; readonly contender?: string };
}

const CASPY = 'caspy';
const FAST = 'caspy, fast decode';
const EXPRESS = 'express-cassandra';
const PYTHON = 'caspyorm (Python)';

/** Resident megabytes of a process that scans the large table. */
export const MEMORY_BAR = 200;

/** All bars. A run marks each as met, missed or, when its interval holds the bar, undecided. */
export const BARS: readonly Bar[] = [
  ...['W1-1', 'W1-32', 'W1-256', 'W2-1', 'W2-32', 'W2-256'].flatMap((id) => both(id, 1.05, 1.08)),
  ...both('W3', 1.05, 1.05),
  cpu('W3', FAST, 0.6),
  ...both('W5b', 0.5, 0.5),
  ...both('W5a', 1.05, 1.1),
  ...both('W4', 0.75, 1.05),
  cpu('W4', FAST, 0.6),
  ...both('W4-large', 0.75, 1.05),
  cpu('W4-large', FAST, 0.6),
  ...['W6-1', 'W6-16', 'W6u-1', 'W6u-16'].flatMap((id) => both(id, 1.03, 1.08)),
  { ...wall('W9b', 1.1), by: { workload: 'W9a', contender: CASPY } },
  ...beside(EXPRESS, 1, ['W1-1', 'W2-1', 'W5a', 'W6-1', 'W6-16']),
  ...beside(EXPRESS, 1 / 1.5, ['W1-32', 'W1-256', 'W2-32', 'W2-256', 'W3', 'W4', 'W5b']),
  ...beside(PYTHON, 0.1, ['W4', 'W5a', 'W5b']),
];

function both(workload: string, onClock: number, ofProcessor: number): Bar[] {
  return [wall(workload, onClock), cpu(workload, CASPY, ofProcessor)];
}

function wall(workload: string, most: number): Bar {
  return { workload, contender: CASPY, measure: 'wall', most };
}

function cpu(workload: string, contender: string, most: number): Bar {
  return { workload, contender, measure: 'cpu', most };
}

function beside(contender: string, most: number, workloads: readonly string[]): Bar[] {
  return workloads.map((id) => ({ ...wall(id, most), by: { contender } }));
}

/** What the bar divides by, in full. */
export function divisorOf({ workload, by }: Bar): { readonly workload: string; readonly contender: string } {
  return { workload: by?.workload ?? workload, contender: by?.contender ?? RAW };
}
