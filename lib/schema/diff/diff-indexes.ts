import { quoteIdentifier } from '../../types/cql-identifier';
import { createIndex } from '../create-index';
import type { IndexModel, TableModel } from '../model';
import { qualified } from './qualified';
import { isSameIndex, standsInTheWay } from './same-index';
import type { SchemaChange } from './schema-change';
import { destructive, impossible, safe } from './schema-change';

/**
 * The differences of the indexes of one table. An index of another name that does the same serves as well: no query
 * names one. `all` are the tables that are there, since the names of indexes are unique in a keyspace.
 */
export function diffIndexes(
  wanted: TableModel,
  actual: TableModel | undefined,
  keyspace: string,
  all: readonly TableModel[],
): SchemaChange[] {
  const left = new Set(actual?.indexes);
  const target = qualified(keyspace, wanted.name);
  const missing = wanted.indexes.filter((index) => {
    const same = [...left].filter((each) => isSameIndex(each, index));
    const found = same.find(({ name }) => name === index.name) ?? same[0];
    if (found !== undefined) left.delete(found);
    return found === undefined;
  });
  const needed = missing.map((index) => {
    const other =
      [...left].find((each) => each.name === index.name) ?? [...left].find((each) => standsInTheWay(each, index));
    if (other !== undefined) {
      left.delete(other);
      return otherIndex(index, other, keyspace, target);
    }
    const owner = all.find(({ indexes }) => indexes.some(({ name }) => name === index.name));
    return owner === undefined
      ? missingIndex(index, keyspace, target)
      : indexNameTaken(index, `${keyspace}.${owner.name}`, keyspace);
  });
  return [...needed, ...[...left].map((index) => extraIndex(index, keyspace, target))];
}

function dropIndex(keyspace: string, { name }: IndexModel): string {
  return `DROP INDEX ${quoteIdentifier(keyspace)}.${quoteIdentifier(name)}`;
}

function missingIndex(index: IndexModel, keyspace: string, target: string): SchemaChange {
  const subject = `${keyspace}.${index.name}`;
  return safe({
    kind: 'create-index',
    subject,
    entity: index.entity,
    message: `The index ${subject} on ${index.column} does not exist.`,
    cql: [createIndex(index, target)],
    inverse: [dropIndex(keyspace, index)],
  });
}

function otherIndex(index: IndexModel, actual: IndexModel, keyspace: string, target: string): SchemaChange {
  const subject = `${keyspace}.${actual.name}`;
  return destructive({
    kind: 'replace-index',
    subject,
    entity: index.entity,
    message: `The index ${subject} is ${describe(actual)}, and ${describe(index)} is wanted.`,
    cql: [dropIndex(keyspace, actual), createIndex(index, target)],
    inverse: [dropIndex(keyspace, index), createIndex(actual, target)],
    reason:
      'Cassandra has no statement that alters an index: it is dropped and built again, and queries fail meanwhile.',
    wayOut: 'Allow it at a quiet time, or give the new index another column to serve.',
  });
}

function describe({ column, target, className, options }: IndexModel): string {
  const kind = className === undefined ? 'a legacy index' : className.slice(className.lastIndexOf('.') + 1);
  const on = target === undefined ? column : `${target}(${column})`;
  const list = Object.entries(options).map(([name, value]) => `${name}: ${value}`);
  return `${kind} on ${on}${list.length === 0 ? '' : ` with ${list.join(', ')}`}`;
}

function indexNameTaken(index: IndexModel, owner: string, keyspace: string): SchemaChange {
  return impossible({
    kind: 'name-taken',
    subject: `${keyspace}.${index.name}`,
    entity: index.entity,
    message: `The name of the index ${keyspace}.${index.name} is taken by an index of ${owner}.`,
    reason: 'In Cassandra the names of indexes are unique in a keyspace.',
    wayOut: "Name the index differently: @Index({ name: '…' }).",
  });
}

function extraIndex(index: IndexModel, keyspace: string, target: string): SchemaChange {
  const subject = `${keyspace}.${index.name}`;
  return destructive({
    kind: 'drop-index',
    subject,
    message: `The index ${subject} (${describe(index)}) is not wanted.`,
    cql: [dropIndex(keyspace, index)],
    inverse: [createIndex(index, target)],
    extra: true,
    reason: 'Cassandra drops the index at once; to have it back it must be built again from the table.',
    wayOut: 'Leave it until no program asks by it; each write pays for it.',
  });
}
