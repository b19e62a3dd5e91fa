import type { Counter } from 'caspy';
import {
  AfterInsert,
  BeforeInsert,
  ChildEntity,
  ClusteringKey,
  Column,
  CounterColumn,
  Index,
  MaterializedView,
  PartitionKey,
  StaticColumn,
  Table,
  TableInheritance,
  UserType,
  VersionColumn,
} from 'caspy';

@UserType('feature_address')
export class Address {
  @Column('text') street?: string | null;
  @Column('int') zip?: number | null;
}

/** One of each kind of column. */
@Table('feature_tasks')
export class Task {
  @PartitionKey() project!: string;
  @ClusteringKey('int') seq!: number;
  @StaticColumn('text') owner!: string | null;
  @Column('text') title!: string | null;
  @Index() @Column('int') size!: number | null;
  @Index({ using: 'legacy' }) @Column('text') state!: string | null;
  @Index({ using: 'sasi', options: { mode: 'CONTAINS' } }) @Column('text') note!: string | null;
  @Column('set<text>') tags!: Set<string>;
  @Column('list<text>') steps!: string[];
  @Column('map<text, int>') votes!: Map<string, number>;
  @Column('tuple<int, text, boolean, double>') mark!: [number, string, boolean, number] | null;
  @Index() @Column('vector<float, 3>') meaning!: number[] | null;
  @Column(() => Address) address!: Address | null;
}

@MaterializedView(() => Task, { name: 'feature_tasks_by_title' })
export class TaskByTitle {
  static readonly readOnly = true;
  @PartitionKey() title!: string;
  @ClusteringKey() project!: string;
  @ClusteringKey('int') seq!: number;
  @Column('int') size!: number;
}

@Table('feature_papers')
export class Paper {
  @PartitionKey() id!: string;
  @Column('int') edits!: number;
  @VersionColumn() version!: number;
}

@Table('feature_hits')
export class Hits {
  @PartitionKey() page!: string;
  @CounterColumn() count!: Counter;
}

@Table('feature_animals')
@TableInheritance({ column: 'kind' })
export class Animal {
  @PartitionKey() owner!: string;
  @ClusteringKey() name!: string;
  @Column() kind!: string;
}

@ChildEntity('dog')
export class Dog extends Animal {
  @Column() breed!: string;
}

/** Writes down what its hooks heard. */
@Table('feature_heard')
export class Heard {
  static readonly log: string[] = [];
  @PartitionKey() id!: string;

  @BeforeInsert()
  async before(): Promise<void> {
    await Promise.resolve();
    if (this.id === 'veto') throw new Error('no');
    Heard.log.push(`before ${this.id}`);
  }

  @AfterInsert()
  after(): void {
    Heard.log.push(`after ${this.id}`);
  }
}

export const ENTITIES = [Task, TaskByTitle, Paper, Hits, Animal, Dog, Heard];
export const KEY = { project: 'p', seq: 1 } as const;
