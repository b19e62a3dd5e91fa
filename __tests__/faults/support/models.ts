import { AfterLoad, ClusteringKey, Column, CounterColumn, PartitionKey, Table, VersionColumn } from 'caspy';

/** Models of simulated servers, whose only keyspace is `ks`. */
@Table({ keyspace: 'ks' })
export class Item {
  @PartitionKey() id!: string;
  @Column() body!: string;
}

@Table({ keyspace: 'ks' })
export class Line {
  @PartitionKey() id!: string;
  @ClusteringKey() at!: string;
  @Column() body!: string;
}

@Table({ keyspace: 'ks' })
export class Tally {
  @PartitionKey() id!: string;
  @CounterColumn() hits!: bigint;
}

@Table({ keyspace: 'ks' })
export class Notes {
  @PartitionKey() id!: string;
  @Column('list<text>') lines!: string[];
}

/** A row that says `bad` breaks its own hydration. */
@Table({ keyspace: 'ks' })
export class Fragile {
  @PartitionKey() id!: string;
  @Column('text', { transformer: { to: (value: string) => value, from: unbroken } }) body!: string;

  @AfterLoad()
  check(): void {
    if (this.id === 'bad hook') throw new Error('broken hook');
  }
}

@Table({ keyspace: 'ks' })
export class Versioned {
  @PartitionKey() id!: string;
  @Column() body!: string;
  @VersionColumn() version!: number;
}

function unbroken(value: string): string {
  if (value === 'bad') throw new Error('broken converter');
  return value;
}
