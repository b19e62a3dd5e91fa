import { Column, PartitionKey, Table } from 'caspy';

/** Cassandra has no unique constraints: who inserts the name first, under a condition, has it. */
@Table({ comment: 'Names that are taken' })
export class Username {
  @PartitionKey() username!: string;
  @Column('uuid') userId!: string;
}
