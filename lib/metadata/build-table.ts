import type { MetadataFault } from '../errors';
import { didYouMean } from '../suggest';
import type { ColumnArguments, ColumnRole } from './arguments';
import { buildColumn } from './build-column';
import { buildIndex } from './build-index';
import { checkModel, checkRoles, isCounterType } from './check-model';
import { inheritedArguments } from './inherited-arguments';
import type { NamingStrategy } from './naming-strategy';
import type { TableOptions } from './options';
import { recordedArguments } from './registry';
import type { EntityClass, TableMetadata } from './table-metadata';
import type { UserTypes } from './user-types';

const ROLES = ['partition', 'clustering', 'regular'] as const satisfies readonly ColumnRole[];

const TABLE_OPTION_NAMES = [
  'name',
  'keyspace',
  'comment',
  'ttl',
  'compaction',
  'compression',
  'caching',
  'gcGraceSeconds',
  'speculativeRetry',
  'cdc',
  'bloomFilterFpChance',
  'extra',
  'synchronize',
  'trackChanges',
  'consistency',
  'timeout',
  'fetchSize',
  'profile',
] as const;

/** The metadata of one class; everything that is wrong with it goes into `faults`. */
export function buildTable<E extends object>(
  target: EntityClass<E>,
  naming: NamingStrategy,
  userTypes: UserTypes,
  faults: MetadataFault[],
): TableMetadata<E> | undefined {
  const options = recordedArguments(target)?.table;
  if (options === undefined) {
    faults.push({ path: target.name, message: 'is not decorated with @Table(), so it is no entity.' });
    return undefined;
  }
  checkTableOptions(target.name, options, faults);
  const { columns: recordedColumns, indexes: recordedIndexes } = inheritedArguments(target, faults);
  checkRoles(target.name, recordedColumns, faults);
  const before = faults.length;
  const built = buildColumns(target.name, recordedColumns, naming, userTypes, faults);
  const { partitionKey, clusteringKey, columns } = built;
  // Rules over all columns would only add noise while some are missing.
  if (faults.length > before || columns.length < recordedColumns.length) return undefined;
  const tableName = options.name ?? naming.tableName(target.name);
  const byProperty = new Map(columns.map((column) => [column.property, column]));
  const indexes = recordedIndexes.flatMap(
    (recorded) => buildIndex(target.name, tableName, recorded, byProperty, naming, faults) ?? [],
  );
  const table: TableMetadata<E> = Object.freeze({
    target,
    name: target.name,
    tableName,
    keyspace: options.keyspace,
    columns: Object.freeze(columns),
    partitionKey: Object.freeze(partitionKey),
    clusteringKey: Object.freeze(clusteringKey),
    primaryKey: Object.freeze([...partitionKey, ...clusteringKey]),
    byProperty,
    indexes: Object.freeze(indexes),
    isCounter: columns.some(({ type }) => isCounterType(type)),
    options,
  });
  checkModel(table, faults);
  return table;
}

function buildColumns(
  className: string,
  recorded: readonly ColumnArguments[],
  naming: NamingStrategy,
  userTypes: UserTypes,
  faults: MetadataFault[],
): Pick<TableMetadata, 'partitionKey' | 'clusteringKey' | 'columns'> {
  const [partitionKey = [], clusteringKey = [], others = []] = ROLES.map((role) =>
    inKeyOrder(className, recorded, role, faults).flatMap(
      (column) => buildColumn(className, column, naming, userTypes, faults) ?? [],
    ),
  );
  return { partitionKey, clusteringKey, columns: [...partitionKey, ...clusteringKey, ...others] };
}

/** Columns of one role; key columns by `{ index }` where it is given, which then must be given for all of them. */
function inKeyOrder(
  className: string,
  columns: readonly ColumnArguments[],
  role: ColumnRole,
  faults: MetadataFault[],
): readonly ColumnArguments[] {
  const own = columns.filter((column) => column.role === role);
  const indexed = own.filter(({ options }) => options.index !== undefined);
  if (indexed.length === 0) return own;
  const word = role === 'partition' ? '@PartitionKey' : '@ClusteringKey';
  const places = new Set(indexed.map(({ options }) => options.index));
  const complete = own.every((_, place) => places.has(place));
  if (indexed.length !== own.length || !complete || places.size !== own.length) {
    const message = `give every ${word} of the class an { index }, 0 to ${own.length - 1} without gaps, or give none.`;
    faults.push({ path: className, message });
  }
  return own.toSorted((a, b) => (a.options.index ?? 0) - (b.options.index ?? 0));
}

function checkTableOptions(className: string, options: TableOptions, faults: MetadataFault[]): void {
  for (const name of Object.keys(options)) {
    if (TABLE_OPTION_NAMES.some((known) => known === name)) continue;
    const message = `'${name}' is no option of @Table().${didYouMean(name, TABLE_OPTION_NAMES)}`;
    faults.push({ path: className, message });
  }
}
