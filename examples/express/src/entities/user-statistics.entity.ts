import { CounterColumn, PartitionKey, Table } from 'caspy';

/** Counters have a table of their own. They are bigint, so that they are exact. */
@Table({ comment: 'What users have done' })
export class UserStatistics {
  @PartitionKey('uuid') userId!: string;
  @CounterColumn() posts!: bigint;
  @CounterColumn() views!: bigint;
}
