import type { Measurement } from '../core/measure';
import type { RowValues } from './rows';
import type { Workload } from './workloads';

/** One way to write and read rows, as a program would use it. What it cannot do it leaves out. */
export interface Operations {
  readonly save: (index: number) => Promise<unknown>;
  readonly get: (owner: string) => Promise<RowValues | null>;
  readonly partition: (owner: string) => Promise<readonly { readonly seq: number }[]>;
  /** Answers how many rows were read and the sum of their `seq`. */
  readonly scan?: () => Promise<Checksum>;
  /** Writes the rows of one of the two bulk workloads. */
  readonly bulk: (rows: 'bulkAlone' | 'bulkGrouped') => Promise<void>;
  readonly insertOnce?: (row: RowValues) => Promise<boolean>;
  /** The rows of a large partition, page after page. */
  readonly pages?: (owner: string) => AsyncIterable<{ readonly seq: number }>;
  /** Sets the mark of all rows that will be written. */
  readonly mark: (age: number) => void;
}

export interface Checksum {
  readonly rows: number;
  readonly sum: number;
}

/** A sample: what a workload took, and what the process looked like afterwards. */
export interface Sample extends Measurement {
  /** Requests or rows that were done. */
  readonly units: number;
  /** 99 % of the delays of the event loop were below this, in milliseconds. */
  readonly loopDelay?: number;
  readonly residentMegabytes?: number;
}

export interface Contender {
  readonly name: string;
  readonly supports: (workload: Workload) => boolean;
  /** Throws when a result is not what was written. */
  readonly run: (workload: Workload, mark: number) => Promise<Sample>;
  /** One request, for latencies; only of those in this process. */
  readonly send?: (operation: 'save' | 'get', index: number) => Promise<unknown>;
  readonly close: () => Promise<void>;
}
