import type { CqlType, UserDefinedType } from './cql-type';

/** The type with each user-defined type in it replaced; those inside the replacements are left alone. */
export function mapUserTypes(type: CqlType, replace: (type: UserDefinedType) => UserDefinedType): CqlType {
  switch (type.kind) {
    case 'scalar':
      return type;
    case 'udt':
      return replace(type);
    case 'map': {
      const key = mapUserTypes(type.key, replace);
      return Object.freeze({ ...type, key, value: mapUserTypes(type.value, replace) });
    }
    case 'tuple': {
      const elements = type.elements.map((element) => mapUserTypes(element, replace));
      return Object.freeze({ ...type, elements: Object.freeze(elements) });
    }
    default:
      return Object.freeze({ ...type, element: mapUserTypes(type.element, replace) });
  }
}

/** The user-defined types that stand in a type, without those inside them. */
export function userTypesIn(type: CqlType): readonly UserDefinedType[] {
  const found: UserDefinedType[] = [];
  mapUserTypes(type, (userType) => {
    found.push(userType);
    return userType;
  });
  return found;
}
