import type { MetadataFault } from '../errors';
import type { ViewArguments } from './arguments';
import { saysReadOnly } from './read-only-class';
import { recordedArguments } from './registry';
import type { ColumnMetadata, EntityClass, TableMetadata } from './table-metadata';

const NOT_READ_ONLY =
  'says that the class is only read, but it is a table. Take the static readOnly out, or declare @MaterializedView().';

/**
 * Tells views and the tables beneath them of each other. Tables are frozen, so those that take part are replaced.
 * What Cassandra would refuse goes into `faults`.
 */
export function linkViews(tables: Map<EntityClass, TableMetadata>, faults: MetadataFault[]): void {
  const views = new Map<EntityClass, TableMetadata[]>();
  for (const [target, view] of tables) {
    const recorded = recordedArguments(target)?.view;
    if (recorded === undefined) {
      if (saysReadOnly(target)) faults.push({ path: `${view.name}.readOnly`, message: NOT_READ_ONLY });
      continue;
    }
    const base = baseOf(view, recorded, tables, faults);
    if (base === undefined) continue;
    checkView(view, base, faults);
    const siblings = views.get(base.target) ?? [];
    views.set(base.target, siblings);
    // The base may have got views of its own since, so it is looked up when it is asked for.
    const linked = { ...view, view: { where: recorded.where, base: () => tables.get(base.target) ?? base } };
    siblings.push(Object.freeze(linked));
    tables.set(target, Object.freeze(linked));
  }
  for (const [target, siblings] of views) {
    const base = tables.get(target);
    if (base !== undefined) tables.set(target, Object.freeze({ ...base, views: Object.freeze(siblings) }));
  }
}

function baseOf(
  { name }: TableMetadata,
  { base }: ViewArguments,
  tables: ReadonlyMap<EntityClass, TableMetadata>,
  faults: MetadataFault[],
): TableMetadata | undefined {
  const target: unknown = base();
  const found = typeof target === 'function' ? tables.get(target as EntityClass) : undefined;
  if (found !== undefined && recordedArguments(found.target)?.view === undefined) return found;
  const called = typeof target === 'function' ? target.name : String(target);
  const message =
    found === undefined
      ? `is a view of ${called}, which is no entity of this data source. Add it to 'entities'.`
      : `is a view of ${called}, which is a view itself. Make it a view of the table beneath.`;
  faults.push({ path: name, message });
  return undefined;
}

function checkView(view: TableMetadata, base: TableMetadata, faults: MetadataFault[]): void {
  const fault = (path: string, message: string): void => void faults.push({ path, message });
  if (base.isCounter) fault(view.name, 'is a view of a table of counters, which Cassandra does not have.');
  if ((view.keyspace ?? base.keyspace) !== base.keyspace) {
    fault(view.name, 'is in another keyspace than its base, which Cassandra does not allow.');
  }
  for (const { column } of view.indexes) fault(column.path, 'has an index, and Cassandra makes none on a view.');
  const byName = new Map(base.columns.map((column) => [column.name, column]));
  for (const column of view.columns) checkColumn(column, byName.get(column.name), base, fault);
  checkViewKey(view, base, fault);
}

function checkColumn(
  column: ColumnMetadata,
  under: ColumnMetadata | undefined,
  base: TableMetadata,
  fault: (path: string, message: string) => void,
): void {
  if (under === undefined) {
    fault(column.path, `has the column '${column.name}', which ${base.name} has not. Name one: { name: '…' }.`);
  } else if (under.cqlType !== column.cqlType) {
    fault(column.path, `is ${column.cqlType}, but ${under.path} is ${under.cqlType}.`);
  } else if (under.kind === 'static' || column.kind === 'static') {
    fault(column.path, 'is static, and a view has no static columns.');
  }
}

function checkViewKey(view: TableMetadata, base: TableMetadata, fault: (path: string, message: string) => void): void {
  const own = new Set(view.primaryKey.map(({ name }) => name));
  const missing = base.primaryKey.filter(({ name }) => !own.has(name));
  if (missing.length > 0) {
    const names = missing.map(({ property }) => property).join(', ');
    fault(
      view.name,
      `has a primary key without ${names} of ${base.name}; a view's key holds the whole key of its base.`,
    );
  }
  const key = new Set(base.primaryKey.map(({ name }) => name));
  const added = view.primaryKey.filter(({ name }) => !key.has(name));
  if (added.length > 1) {
    const names = added.map(({ property }) => property).join(', ');
    fault(view.name, `has ${names} in its primary key; a view's key takes one column that is not part of its base's.`);
  }
}
