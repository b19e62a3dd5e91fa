import type { SampleValues } from './sample.entity';

/** One way to write and read the rows. */
export interface Contestant {
  readonly name: string;
  /** Writes one of the rows that it was made with. */
  readonly save: (index: number) => Promise<unknown>;
  /** Reads one row, as values that a program can go on with. */
  readonly get: (index: number) => Promise<SampleValues | null>;
  /** Marks all rows, so that the next round writes something new. */
  readonly mark: (age: number) => void;
}
