import type { CqlType } from '../types/cql-type';
import { userTypesIn } from '../types/map-user-types';
import type { UserTypeMetadata } from '../types/user-type';

/** The user-defined types of a table, each once, those first that others are made of: the order to create them in. */
export function userTypesOf({
  columns,
}: {
  readonly columns: readonly { readonly type: CqlType }[];
}): readonly UserTypeMetadata[] {
  const found = new Set<UserTypeMetadata>();
  const visit = (type: CqlType): void => {
    for (const { definition } of userTypesIn(type)) {
      if (definition === undefined || found.has(definition)) continue;
      for (const field of definition.fields) visit(field.type);
      found.add(definition);
    }
  };
  for (const column of columns) visit(column.type);
  return [...found];
}
