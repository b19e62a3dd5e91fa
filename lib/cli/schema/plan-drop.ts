import type { SchemaChange } from '../../schema/diff/schema-change';
import type { KeyspaceModel, SchemaModel, TableModel, TypeModel } from '../../schema/model';
import type { SchemaClient } from '../../schema/schema-client';
import { namesOf } from './run-diff';

/** What goes, and how its rows are counted. */
export interface DropPlan {
  readonly changes: readonly SchemaChange[];
  /** A short column of each table, by `keyspace.table`. */
  readonly keyColumns: ReadonlyMap<string, string>;
}

/**
 * What is dropped for the entities: their tables, the views on them, and those of their types that nothing else uses. A
 * diff against a keyspace without anything gives the statements, in the order that Cassandra takes them in.
 */
export async function planDrop(client: SchemaClient, wanted: SchemaModel): Promise<DropPlan> {
  const [{ diffSchemas }, { readSchema }] = await Promise.all([
    import('../../schema/diff/diff-schemas.js'),
    import('../../schema/read-schema.js'),
  ]);
  const { typesUsedBy } = await import('../../schema/types-by-need.js');
  const actual = await readSchema(client, namesOf(wanted));
  const parts = actual.keyspaces.map((keyspace): KeyspaceModel => {
    const own = wanted.keyspaces.find(({ name }) => name === keyspace.name);
    const isOwn = (list: readonly { readonly name: string; readonly foreign?: true }[] = []) =>
      new Set(list.filter(({ foreign }) => foreign !== true).map(({ name }) => name));
    const [ownTables, ownViews, ownTypes] = [isOwn(own?.tables), isOwn(own?.views), isOwn(own?.types)];
    const rest = [
      ...keyspace.tables.filter(({ name }) => !ownTables.has(name)),
      ...keyspace.types.filter(({ name }) => !ownTypes.has(name)).map(asTable),
    ];
    const used = typesUsedBy(rest, keyspace.types);
    return {
      ...keyspace,
      // Cassandra drops no table that has a view, whoever made it.
      views: keyspace.views.filter(({ name, base }) => ownViews.has(name) || ownTables.has(base)),
      tables: keyspace.tables.filter(({ name }) => ownTables.has(name)).map((table) => ({ ...table, indexes: [] })),
      types: keyspace.types.filter(({ name }) => ownTypes.has(name) && !used.has(name)),
    };
  });
  const nothing = parts.map(({ name }) => ({ name, types: [], tables: [], views: [] }));
  const keyColumns = parts.flatMap((keyspace) =>
    keyspace.tables.map(({ name, columns }) => [`${keyspace.name}.${name}`, columns[0]?.name ?? ''] as const),
  );
  const changes = diffSchemas({ keyspaces: nothing }, { keyspaces: parts });
  return { changes, keyColumns: new Map(keyColumns) };
}

/** A type uses others as a table does. */
function asTable({ name, fields }: TypeModel): TableModel {
  return {
    name,
    columns: fields.map((field) => ({ ...field, kind: 'regular' })),
    indexes: [],
    options: {},
    dropped: [],
  };
}
