import { CqlTypeSyntaxError } from '../types/cql-type-syntax-error';
import { userTypesIn } from '../types/map-user-types';
import { parseCqlType } from '../types/parse-cql-type';
import type { FieldModel, TableModel, TypeModel } from './model';

/** The names of the user-defined types in the text of a type. */
export function userTypeNames(type: string): readonly string[] {
  try {
    return userTypesIn(parseCqlType(type)).map(({ name }) => name);
  } catch (error) {
    // The type of a Java class; none of ours is in it.
    if (error instanceof CqlTypeSyntaxError) return [];
    throw error;
  }
}

/** Types with those first that others are made of: the order to create them in. */
export function typesByNeed(types: readonly TypeModel[]): readonly TypeModel[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  const found = new Set<TypeModel>();
  for (const type of types) collect([type.name], byName, found);
  return [...found];
}

/** The names of the types that tables need, those within types included. */
export function typesUsedBy(
  tables: readonly Pick<TableModel, 'columns'>[],
  types: readonly TypeModel[],
): ReadonlySet<string> {
  const byName = new Map(types.map((type) => [type.name, type]));
  const found = new Set<TypeModel>();
  for (const { columns } of tables) collect(namesIn(columns), byName, found);
  return new Set([...found].map(({ name }) => name));
}

function collect(names: readonly string[], types: ReadonlyMap<string, TypeModel>, found: Set<TypeModel>): void {
  for (const name of names) {
    const type = types.get(name);
    if (type === undefined || found.has(type)) continue;
    // Cassandra refuses cycles, so this ends.
    collect(namesIn(type.fields), types, found);
    found.add(type);
  }
}

function namesIn(fields: readonly FieldModel[]): readonly string[] {
  return fields.flatMap(({ type }) => userTypeNames(type));
}
