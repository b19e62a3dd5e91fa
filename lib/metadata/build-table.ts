import type { MetadataFault } from '../errors';
import { didYouMean } from '../suggest';
import type { ColumnArguments, ColumnRole } from './arguments';
import { buildColumn } from './build-column';
import { buildIndex } from './build-index';
import { checkModel, checkRoles, isCounterType } from './check-model';
import { checkPrimaryKey } from './check-primary-key';
import type { Family } from './families';
import { asDiscriminator, childArguments, withDiscriminator } from './family-columns';
import { inheritedArguments } from './inherited-arguments';
import type { NamingStrategy } from './naming-strategy';
import type { TableOptions } from './options';
import { recordedArguments } from './registry';
import type { ColumnMetadata, EntityClass, InheritanceMetadata, TableMetadata } from './table-metadata';
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
  'validate',
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
  family?: Family,
): TableMetadata<E> | undefined {
  const options = tableOptions(target, family, faults);
  if (options === undefined) return undefined;
  const recorded = inheritedArguments(target, faults);
  const recordedColumns = withDiscriminator(recorded.columns, family);
  const children = childArguments(family, recordedColumns, recorded.indexes);
  checkRoles(target.name, recordedColumns, faults);
  const before = faults.length;
  const built = buildColumns(target.name, recordedColumns, naming, userTypes, faults, family);
  const added = children.columns.map(([name, column]) => buildColumn(name, column, naming, userTypes, faults));
  const columns = [...built.columns, ...added.filter((column) => column !== undefined)];
  // Rules over all columns would only add noise while some are missing.
  if (faults.length > before || columns.length < recordedColumns.length + added.length) return undefined;
  const tableName = options.name ?? naming.tableName((family?.root ?? target).name);
  const byProperty = new Map(columns.map((column) => [column.property, column]));
  const indexes = [...recorded.indexes, ...children.indexes].flatMap(
    (index) => buildIndex(target.name, tableName, index, byProperty, naming, faults) ?? [],
  );
  const table: TableMetadata<E> = Object.freeze({
    target,
    name: target.name,
    tableName,
    keyspace: options.keyspace,
    columns: Object.freeze(columns),
    ...frozenKeys(built),
    byProperty,
    indexes: Object.freeze(indexes),
    isCounter: columns.some(({ type }) => isCounterType(type)),
    options,
    inheritance: inheritanceOf(target, built.columns, family),
  });
  // The parent's table has the columns of its children too, so their faults are found there.
  if (table.inheritance?.isRoot !== false) checkModel(table, faults);
  checkPrimaryKey(table, faults);
  return table;
}

function frozenKeys({
  partitionKey,
  clusteringKey,
}: Pick<TableMetadata, 'partitionKey' | 'clusteringKey'>): Pick<
  TableMetadata,
  'partitionKey' | 'clusteringKey' | 'primaryKey'
> {
  return {
    partitionKey: Object.freeze(partitionKey),
    clusteringKey: Object.freeze(clusteringKey),
    primaryKey: Object.freeze([...partitionKey, ...clusteringKey]),
  };
}

/** A child has its parent's table, which it does not create. */
function tableOptions(
  target: EntityClass,
  family: Family | undefined,
  faults: MetadataFault[],
): TableOptions | undefined {
  if (family !== undefined && family.root !== target) {
    return { ...recordedArguments(family.root)?.table, synchronize: false };
  }
  const options = recordedArguments(target)?.table;
  if (options === undefined) {
    // A child without its parent has been told already.
    if (recordedArguments(target)?.child === undefined) {
      faults.push({ path: target.name, message: 'is not decorated with @Table(), so it is no entity.' });
    }
    return undefined;
  }
  checkTableOptions(target, options, faults);
  return options;
}

function inheritanceOf(
  target: EntityClass,
  own: readonly ColumnMetadata[],
  family: Family | undefined,
): InheritanceMetadata | undefined {
  const column = own.find(({ property }) => property === family?.column);
  if (family === undefined || column === undefined) return undefined;
  return {
    column,
    value: family.value,
    isRoot: family.root === target,
    properties: new Set(own.map(({ property }) => property)),
    kinds: new Map(),
  };
}

function buildColumns(
  className: string,
  recorded: readonly ColumnArguments[],
  naming: NamingStrategy,
  userTypes: UserTypes,
  faults: MetadataFault[],
  family: Family | undefined,
): Pick<TableMetadata, 'partitionKey' | 'clusteringKey' | 'columns'> {
  const build = (recorded: ColumnArguments): ColumnMetadata | readonly [] => {
    const column = buildColumn(className, recorded, naming, userTypes, faults);
    if (column === undefined) return [];
    return family?.column === column.property ? asDiscriminator(column, family, faults) : column;
  };
  const [partitionKey = [], clusteringKey = [], others = []] = ROLES.map((role) =>
    inKeyOrder(className, recorded, role, faults).flatMap(build),
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

function checkTableOptions(target: EntityClass, options: TableOptions, faults: MetadataFault[]): void {
  const decorator = recordedArguments(target)?.view === undefined ? '@Table()' : '@MaterializedView()';
  for (const name of Object.keys(options)) {
    if (TABLE_OPTION_NAMES.some((known) => known === name)) continue;
    const message = `'${name}' is no option of ${decorator}.${didYouMean(name, TABLE_OPTION_NAMES)}`;
    faults.push({ path: target.name, message });
  }
}
