import { ConfigurationError } from '../../errors';
import { didYouMean } from '../../suggest';
import { userTypesIn } from '../../types/map-user-types';
import type { FieldModel, KeyspaceModel } from '../model';
import { isOwnTable } from '../own-tables';
import { type Catalog, isUnreadable } from './catalog';

type Parts = Pick<KeyspaceModel, 'types' | 'tables' | 'views'>;

/**
 * The named tables and views, by default all but caspy's own tables, with what they need: the types of their columns, and the tables beneath the views.
 *
 * @throws ConfigurationError when one of the names is neither a table nor a view.
 */
export function wantedParts(keyspace: KeyspaceModel, catalog: Catalog, names: readonly string[] | undefined): Parts {
  if (names === undefined) {
    return { ...keyspace, tables: keyspace.tables.filter((table) => !isOwnTable(table)) };
  }
  const known = [...keyspace.tables, ...keyspace.views].map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const message = `The keyspace ${keyspace.name} has no table '${name}'.${didYouMean(name, known)}`;
    throw new ConfigurationError(message, { details: { keyspace: keyspace.name, table: name } });
  }
  const views = keyspace.views.filter(({ name }) => names.includes(name));
  const bases = views.map(({ base }) => base);
  const tables = keyspace.tables.filter(({ name }) => names.includes(name) || bases.includes(name));
  const needed = typesOf(
    keyspace,
    catalog,
    [...tables, ...views].flatMap(({ columns }) => columns),
  );
  return { views, tables, types: keyspace.types.filter(({ name }) => needed.has(name)) };
}

/** The names of the types in these columns, and of those inside them. */
function typesOf(keyspace: KeyspaceModel, catalog: Catalog, fields: readonly FieldModel[]): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [...fields];
  for (let field = pending.pop(); field !== undefined; field = pending.pop()) {
    const type = catalog.read(field);
    if (isUnreadable(type)) continue;
    for (const { name } of userTypesIn(type)) {
      if (found.has(name)) continue;
      found.add(name);
      pending.push(...(keyspace.types.find((each) => each.name === name)?.fields ?? []));
    }
  }
  return found;
}
