import { ClusteringKey, Column, Index, PartitionKey, StaticColumn, Table } from '../../../lib/index';
import { readConditions } from '../../../lib/query/conditions';
import type { PlanInput } from '../../../lib/query/plan';
import { tableOf } from './models';

/** A composite partition key, two clustering columns of opposite order, and an index of each sort. */
@Table('readings')
export class Reading {
  @PartitionKey() tenant!: string;
  @Index() @PartitionKey('date') day!: string;
  @ClusteringKey() sensor!: string;
  @ClusteringKey('timestamp', { order: 'DESC' }) at!: Date;
  @StaticColumn() owner!: string;
  @Column('double') value!: number;
  @Index() @Column('int') level!: number;
  @Index() @Column('int') grade!: number;
  @Index() @Column() city!: string;
  @Index({ using: 'legacy' }) @Column('int') code!: number;
  @Index() @Column('set<text>') tags!: Set<string>;
  @Column('list<int>') path!: number[];
  @Index({ target: 'keys' })
  @Index({ target: 'entries', name: 'by_entry' })
  @Column('map<text, int>', { name: 'attributes' })
  attrs!: Map<string, number>;
  @Index() @Column('frozen<list<int>>') shape!: number[];
}

/** One partition key column and nothing else to look for. */
@Table('users')
export class User {
  @PartitionKey('uuid') id!: string;
  @Column({ name: 'Full Name' }) name!: string;
  @Column('int', { transformer: { to: (value) => (value === 'none' ? null : Number(value)), from: String } })
  age!: string;
}

export const readings = tableOf(Reading);
export const users = tableOf(User);

export const KEY = { tenant: 't', day: '2024-02-29' };
export const ID = '123e4567-e89b-42d3-a456-426614174000';

/** What the planner gets for a `where` and an order over readings. */
export function planInput(where: object | undefined, extra: Partial<PlanInput> = {}): PlanInput {
  const conditions = where === undefined ? [] : readConditions(readings, where);
  return { conditions, order: [], allowFiltering: false, ...extra };
}

/** Bytes as hexadecimal digits, for tables of expectations. */
export const hex = (params: readonly unknown[]): readonly unknown[] =>
  params.map((param) => (Buffer.isBuffer(param) ? param.toString('hex') : param));

/** The message of what `work` throws; fails when it does not throw. */
export function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new Error('nothing was thrown');
}

/** The same for what `promise` rejects with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new Error('nothing was thrown');
}
