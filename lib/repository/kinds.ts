import { ConfigurationError, QueryPlanError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import type { Condition } from '../query/conditions';
import { In } from '../query/operators';
import type { Row } from '../session/request';
import type { Hydrator } from './hydrator';
import { compileHydrator } from './hydrator';

/** Builds instances: for a table that classes share, of the class that the row's discriminator names. */
export function entityHydrator<E extends object>(
  { target, inheritance }: TableMetadata<E>,
  columns: readonly ColumnMetadata[],
): Hydrator<E> {
  if (inheritance === undefined) return compileHydrator(columns, target);
  const made = new Map<TableMetadata, Hydrator<object>>();
  const { kinds, column } = inheritance;
  const own = compileHydrator(
    columns.filter(({ property }) => inheritance.properties.has(property)),
    target,
  );
  return (row) => {
    const table = kinds.get(String(row[column.name]));
    if (table?.inheritance === undefined || table.inheritance === inheritance) return own(row);
    let hydrate = made.get(table);
    if (hydrate === undefined) {
      const { properties } = table.inheritance;
      hydrate = compileHydrator(
        columns.filter(({ property }) => properties.has(property)),
        table.target,
      );
      made.set(table, hydrate);
    }
    // The classes of kinds are subclasses of the target.
    return hydrate(row) as E;
  };
}

/** Tells rows of a child, and of its children, from the others of the table; undefined where all rows are wanted. */
export function kindFilter({ inheritance }: TableMetadata): ((row: Row) => boolean) | undefined {
  if (inheritance === undefined || inheritance.isRoot) return undefined;
  const { kinds, column } = inheritance;
  return (row) => kinds.has(String(row[column.name]));
}

/** Whether a query of a child finds rows of other kinds too, which are then passed over one by one. */
export function findsOtherKinds({ inheritance }: TableMetadata, conditions: readonly Condition[]): boolean {
  if (inheritance === undefined || inheritance.isRoot) return false;
  const { kinds, column } = inheritance;
  return !conditions.some(
    (condition) =>
      condition.column === column &&
      (condition.comparison === '=' || condition.comparison === 'IN') &&
      condition.params.every((param) => Buffer.isBuffer(param) && kinds.has(param.toString())),
  );
}

/** A `where` with the kinds of a child, where the discriminator is part of the key and the `where` leaves it out. */
export function withKinds({ inheritance }: TableMetadata, where: unknown): unknown {
  if (inheritance === undefined || inheritance.isRoot || !isKey(inheritance.column)) return where;
  const { kinds, column } = inheritance;
  if (!isObject(where) || column.property in where) return where;
  const values = [...kinds.keys()];
  return { ...where, [column.property]: values.length === 1 ? values[0] : In(values) };
}

/** A key with the discriminator of the class, where it is part of the key and the caller leaves it out. */
export function withKind({ inheritance }: TableMetadata, key: unknown): unknown {
  if (inheritance === undefined || inheritance.isRoot || !isKey(inheritance.column)) return key;
  const { column, value } = inheritance;
  return !isObject(key) || column.property in key ? key : { ...key, [column.property]: value };
}

/** The criteria of a delete. @throws QueryPlanError when it would delete rows of other kinds too. */
export function deletable(table: TableMetadata, criteria: unknown): unknown {
  const { inheritance, primaryKey, name } = table;
  const own = withKinds(table, criteria);
  if (inheritance === undefined || inheritance.isRoot || isKey(inheritance.column)) return own;
  if (!isObject(own) || primaryKey.every(({ property }) => property in own)) return own;
  throw new QueryPlanError(
    `${name}: a partition holds rows of other kinds too, and this delete would take them along.`,
    {
      waysOut: [`give the whole primary key`, `filter(…).delete() deletes the rows of ${name} one by one`],
    },
  );
}

/** @throws ConfigurationError for a child: its table is not its own. */
export function refuseClear({ inheritance, name, tableName }: TableMetadata): void {
  if (inheritance === undefined || inheritance.isRoot) return;
  throw new ConfigurationError(
    `${name}: clear() would empty the table ${tableName}, which other entities share. Use the parent's repository.`,
  );
}

function isKey({ kind }: ColumnMetadata): boolean {
  return kind === 'partition' || kind === 'clustering';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
