import { Column, CounterColumn, PartitionKey, Table, VersionColumn } from 'caspy';

/** Saved once. */
@Table('history_entry')
export class HistoryEntry {
  @PartitionKey() id!: string;
  @Column() token!: string;
}

/** Overwritten by one client again and again. */
@Table('history_register')
export class HistoryRegister {
  @PartitionKey() id!: string;
  @Column('int') sequence!: number;
}

/** Inserted by several clients if it does not exist. */
@Table('history_prize')
export class HistoryPrize {
  @PartitionKey() id!: string;
  @Column() owner!: string;
}

/** Changed by many clients with an optimistic lock. */
@Table('history_account')
export class HistoryAccount {
  @PartitionKey() id!: string;
  @Column('int') updates!: number;
  @Column() token!: string;
  @VersionColumn() version!: number;
}

@Table('history_counter')
export class HistoryCounter {
  @PartitionKey() id!: string;
  @CounterColumn() count!: bigint;
}

@Table('history_collection')
export class HistoryCollection {
  @PartitionKey() id!: string;
  @Column('set<text>') tags!: Set<string>;
  @Column('list<text>') lines!: string[];
}

/** One row of a batch. */
@Table('history_part')
export class HistoryPart {
  @PartitionKey() id!: string;
  @Column() batch!: string;
  @Column('int') number!: number;
  @Column() token!: string;
}

export const HISTORY_MODELS = [
  HistoryEntry,
  HistoryRegister,
  HistoryPrize,
  HistoryAccount,
  HistoryCounter,
  HistoryCollection,
  HistoryPart,
] as const;
