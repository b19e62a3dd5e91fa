import { CaspyError } from '../../errors';
import type { CqlType } from '../../types/cql-type';
import { userTypesIn } from '../../types/map-user-types';
import { parseCqlType } from '../../types/parse-cql-type';
import type { FieldModel, KeyspaceModel, TypeModel } from '../model';
import type { ClassPlace } from './imports';
import { entityName, fileName, userTypeName } from './names';

/** The classes that a keyspace becomes, with their names, before any of them is written. */
export interface Catalog {
  /** By the names of the user-defined types. */
  readonly types: ReadonlyMap<string, ClassPlace>;
  /** By the names of the tables and views. */
  readonly entities: ReadonlyMap<string, ClassPlace>;
  /** The type of a column or field, or why no class can have it. */
  readonly read: (field: FieldModel) => CqlType | Unreadable;
}

/** Why something cannot be said by decorators. */
export interface Unreadable {
  readonly reason: string;
}

export function isUnreadable(value: CqlType | Unreadable): value is Unreadable {
  return 'reason' in value;
}

/** Names the classes of a keyspace. */
export function catalogOf({ types, tables, views }: KeyspaceModel): Catalog {
  const known = new Map(types.map((type) => [type.name, type]));
  const read = typeReader(known);
  const classNames = new Set<string>();
  const files = new Set<string>();
  const place = (className: string, ending: string): ClassPlace => ({
    className,
    module: `${fileName(className, files)}.${ending}`,
  });
  const entities = [...tables, ...views].map(({ name }) => [name, entityName(name, classNames)] as const);
  return {
    entities: new Map(entities.map(([name, className]) => [name, place(className, 'entity')])),
    types: new Map(types.map(({ name }) => [name, place(userTypeName(name, classNames), 'type')])),
    read,
  };
}

function typeReader(known: ReadonlyMap<string, TypeModel>): Catalog['read'] {
  const faults = new Map<string, string | undefined>();
  const faultOf = (name: string): string | undefined => {
    if (faults.has(name)) return faults.get(name);
    const type = known.get(name);
    const [fault] =
      type === undefined ? [`the type ${JSON.stringify(name)} is not in the keyspace`] : fieldFaults(type);
    faults.set(name, fault);
    return fault;
  };
  const fieldFaults = ({ name, fields }: TypeModel): string[] =>
    fields.flatMap((field) => {
      const type = read(field);
      return isUnreadable(type) ? [`the type ${JSON.stringify(name)} has a field of which ${type.reason}`] : [];
    });
  const read: Catalog['read'] = ({ name, type }) => {
    // Rows are plain objects, where this name would replace the prototype.
    if (name === '' || name === '__proto__')
      return { reason: `the name is ${JSON.stringify(name)}, which no class has` };
    const parsed = parse(type);
    if (parsed === undefined) return { reason: `the type ${type} is none that caspy reads` };
    const fault = userTypesIn(parsed)
      .map((userType) => faultOf(userType.name))
      .find((each) => each !== undefined);
    return fault === undefined ? parsed : { reason: fault };
  };
  return read;
}

function parse(text: string): CqlType | undefined {
  try {
    return parseCqlType(text);
  } catch (error) {
    if (error instanceof CaspyError) return undefined;
    throw error;
  }
}
