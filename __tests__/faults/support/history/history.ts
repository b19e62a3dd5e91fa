/** What a client can do in a history. */
export const KINDS = [
  'save',
  'overwrite',
  'read',
  'insert if not exists',
  'optimistic lock',
  'increment',
  'set add',
  'list append',
  'logged batch',
] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What the client was told. `done`: acknowledged. `refused`: a condition did not hold, so nothing was written. `failed`:
 * an error that says that nothing was written. `unknown`: an error that says `maybeApplied`.
 */
export type Outcome = 'done' | 'refused' | 'failed' | 'unknown';

/** One call of a client, and what it was told. */
export interface Operation {
  readonly kind: Kind;
  /** The row, by a name that no other row of any table has. */
  readonly key: string;
  /** Tells this write from every other one: it is stored in the row, or is the element that was added. */
  readonly token: string;
  /**
   * A number that grows with each write to the row: the sequence of an overwrite, the version that an optimistic lock
   * writes; what was added by an increment; what a read saw. 1 for writes that happen once.
   */
  readonly value: number;
  /** Milliseconds of one clock for the whole history. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
  /** The code of the error, or its name where it has none. */
  readonly error?: string;
}

/** A row as it is in the end. */
export interface FinalRow {
  readonly value: number;
  readonly token: string;
  /** The elements of a set or a list; the rows of a batch. */
  readonly elements: readonly string[];
}

/** All that was asked and answered, and what is stored afterwards. */
export interface History {
  readonly operations: readonly Operation[];
  /** Every row, read at QUORUM. */
  readonly rows: ReadonlyMap<string, FinalRow>;
  /** Rows of conditional writes, read at SERIAL afterwards, which ends what Paxos has begun. */
  readonly settled: ReadonlyMap<string, FinalRow>;
  /** How many rows a batch writes. */
  readonly rowsOfBatch: number;
}

/** Something that must not be. */
export interface Finding {
  readonly rule: string;
  readonly key: string;
  readonly message: string;
  /** An acknowledged write is gone. */
  readonly isLoss: boolean;
}

/** Operations by their row. */
export function byKey(operations: readonly Operation[]): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const group = groups.get(operation.key);
    if (group === undefined) groups.set(operation.key, [operation]);
    else group.push(operation);
  }
  return groups;
}

export function finding(rule: string, key: string, message: string): Finding {
  return { rule, key, message, isLoss: false };
}

export function loss(rule: string, key: string, message: string): Finding {
  return { rule, key, message, isLoss: true };
}
