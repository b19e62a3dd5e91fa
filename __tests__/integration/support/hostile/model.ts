import { BaseEntity, ClusteringKey, Column, CounterColumn, Index, PartitionKey, StaticColumn, Table } from 'caspy';

/** A column of each sort that takes input; nearly every one may be left out. */
@Table('hostile_target')
export class Target extends BaseEntity {
  @PartitionKey('text') id!: string;
  @ClusteringKey('int') seq!: number;
  @Column('text') note?: string | null;
  @Column('int') size?: number;
  @Column('bigint') total?: bigint;
  @Column('double') ratio?: number;
  @Column('boolean') done?: boolean;
  @Column('timestamp') at?: Date;
  @Column('uuid') uuid?: string;
  @Column('blob') bytes?: Buffer;
  @Column('decimal') price?: string;
  @Column('inet') address?: string;
  @Column('set<text>') tags?: Set<string>;
  @Column('list<text>') items?: string[];
  @Column('map<text, text>') labels?: Map<string, string>;
  @StaticColumn('text') shared?: string;
  @Index() @Column('text') kind?: string;
}

@Table('hostile_counter')
export class Tally {
  @PartitionKey('text') id!: string;
  @CounterColumn() hits!: bigint;
}

/**
 * Apart from the rows of the others, which are many and large and hold no vector: over such a table a vector search
 * was seen that occupied threads of Cassandra 5.0.8 for good.
 */
@Table('hostile_place')
export class Place {
  @PartitionKey('text') id!: string;
  @Index({ using: 'sai' })
  @Column('vector<float, 2>')
  at!: number[];
}

/** Nothing may ever change here. */
@Table('hostile_canary')
export class Canary {
  @PartitionKey('text') id!: string;
  @ClusteringKey('int') seq!: number;
  @Column('text') note!: string;
}
