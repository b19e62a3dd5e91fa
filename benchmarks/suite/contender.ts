import type { Measurement } from '../core/measure';
import type { RowValues } from './rows';
import type { Kind, Workload } from './workloads';

/** One way to write and read rows, as a program would use it. What it cannot do it leaves out. */
export interface Operations {
  /** Makes what a sample writes, outside the measured time. `mark` differs in each sample and is the rows' `age`. */
  readonly prepare: (kind: Kind, count: number, mark: number) => Promise<void> | void;
  readonly save: (index: number) => Promise<unknown>;
  readonly get: (owner: string) => Promise<RowValues | null>;
  readonly partition: (owner: string) => Promise<readonly RowValues[]>;
  /** Answers how many rows were read and the sum of their `seq`. */
  readonly scan?: (table: ScanTable) => Promise<Checksum>;
  /** Writes the first rows of one of the two bulk workloads. */
  readonly bulk: (rows: 'bulkAlone' | 'bulkGrouped', count: number) => Promise<void>;
  readonly insertOnce?: (row: RowValues) => Promise<boolean>;
  /** Sets the `age` of a row when it is as given. */
  readonly updateIf?: (owner: string, age: number, mark: number) => Promise<boolean>;
  /** The rows of a large partition, page after page. */
  readonly pages?: (owner: string) => AsyncIterable<{ readonly seq: number }>;
  /** Saves a row whose class has rules, which are checked or not. */
  readonly saveRuled?: (index: number, isChecked: boolean) => Promise<unknown>;
  /** Makes a new entity out of values and saves it. */
  readonly make?: (index: number, mark: number) => Promise<unknown>;
  /** Saves a row that was loaded in `prepare`, with a new `age`. */
  readonly resave?: (index: number, mark: number) => Promise<unknown>;
  readonly loadAndSave?: (index: number, mark: number) => Promise<unknown>;
}

export type ScanTable = 'bench_scan' | 'bench_scan_large';

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
  readonly isSlow?: boolean;
  readonly supports: (workload: Workload) => boolean;
  /** Throws when a result is not what was written. */
  readonly run: (workload: Workload, mark: number) => Promise<Sample>;
  /** One request, for latencies; only of those in this process. */
  readonly send?: (operation: 'save' | 'get', index: number) => Promise<unknown>;
  readonly close: () => Promise<void>;
}
