import { clusteringOrder, primaryKeyClause } from '../create-table';
import type { TableModel } from '../model';
import type { SchemaChange } from './schema-change';
import { impossible } from './schema-change';

type Keyed = Pick<TableModel, 'name' | 'columns' | 'entity'>;

const WAY_OUT =
  'Expand and contract: make a table of another name with the key that is wanted, write to both, copy the rows, read ' +
  'the new one, then drop the old one.';

/** Whether the key columns are the same ones, in the same places. */
export function hasSameKey(one: Keyed, other: Keyed): boolean {
  return primaryKeyClause(one.columns) === primaryKeyClause(other.columns);
}

/** Whether the rows of a partition are kept in the same order. */
export function hasSameOrder(one: Keyed, other: Keyed): boolean {
  return clusteringOrder(one.columns) === clusteringOrder(other.columns);
}

/** What differs in the primary key and the order of its clustering columns; types are compared with the columns. */
export function diffKey(wanted: Keyed, actual: Keyed, keyspace: string): SchemaChange[] {
  const subject = `${keyspace}.${wanted.name}`;
  if (!hasSameKey(wanted, actual)) {
    const [is, shouldBe] = [primaryKeyClause(actual.columns), primaryKeyClause(wanted.columns)];
    return [
      impossible({
        kind: 'change-key',
        subject,
        entity: wanted.entity,
        message: `The table ${subject} has ${is}, and ${shouldBe} is wanted.`,
        reason: 'Cassandra has no statement that changes a primary key: it is where and how the rows are stored.',
        wayOut: WAY_OUT,
      }),
    ];
  }
  if (hasSameOrder(wanted, actual)) return [];
  const [is = '', shouldBe = ''] = [clusteringOrder(actual.columns), clusteringOrder(wanted.columns)];
  return [
    impossible({
      kind: 'change-clustering-order',
      subject,
      entity: wanted.entity,
      message: `The table ${subject} has ${is}, and ${shouldBe} is wanted.`,
      reason: 'Cassandra has no statement that changes the clustering order: it is how the rows are stored.',
      wayOut: `Read with an order instead, which Cassandra can do in reverse. ${WAY_OUT}`,
    }),
  ];
}
