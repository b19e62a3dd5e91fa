import { ClusteringKey, Column, Index, PartitionKey, Table } from '../../../decorators';
import { buildTables } from '../../../lib/metadata/build-tables';
import type { EntityClass, TableMetadata } from '../../../lib/metadata/table-metadata';

@Table('users')
export class User {
  @PartitionKey('uuid') id!: string;
  @Index() @Column() username!: string;
  @Column() isActive!: boolean;
  @Column('int') age!: number;
  @Column('bigint') balance!: bigint;
  @Column('set<int>') marks!: Set<number>;
  @Column('map<text, int>') scores!: Map<string, number>;
  @Column('frozen<list<int>>') path!: number[];
  @Column({
    type: 'text',
    transformer: { to: (value: string) => value.slice(1), from: (value: string) => `#${value}` },
  })
  tag!: string;
}

@Table('posts', { keyspace: 'blog' })
export class Post {
  @PartitionKey('uuid') authorId!: string;
  @ClusteringKey('int', { order: 'DESC' }) number!: number;
  @Column('text') title!: string;
}

@Table('categories')
export class Category {
  @PartitionKey('text') name!: string;
}

/** The tables of these classes. */
export function tablesOf(...classes: EntityClass[]): TableMetadata[] {
  return [...buildTables(classes).values()];
}

/** The table of one class. */
export function tableOf(target: EntityClass): TableMetadata {
  const [table] = tablesOf(target);
  if (table === undefined) throw new Error(`${target.name} has no table.`);
  return table;
}
