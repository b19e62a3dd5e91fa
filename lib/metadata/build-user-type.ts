import type { MetadataFault } from '../errors';
import { didYouMean } from '../suggest';
import type { UserTypeClass, UserTypeFieldMetadata, UserTypeMetadata } from '../types/user-type';
import { buildUserTypeField } from './build-user-type-field';
import { inheritedArguments } from './inherited-arguments';
import type { NamingStrategy } from './naming-strategy';
import type { UserTypeOptions } from './options';
import { recordedArguments } from './registry';
import type { UserTypes } from './user-types';

const OPTION_NAMES = ['name', 'keyspace'] as const;

/** What Cassandra allows as the name of a keyspace. */
const KEYSPACE_NAME = /^\w{1,48}$/;

/** The metadata of one `@UserType` class; undefined when something is wrong with it, which goes into `faults`. */
export function buildUserType(
  target: UserTypeClass,
  naming: NamingStrategy,
  userTypes: UserTypes,
  faults: MetadataFault[],
): UserTypeMetadata | undefined {
  const before = faults.length;
  const { table, userType: options = {} } = recordedArguments(target) ?? {};
  const fault = (message: string): void => void faults.push({ path: target.name, message });
  const typeName = options.name ?? naming.typeName(target.name);
  if (table !== undefined) fault('carries both @Table() and @UserType(); keep one.');
  checkOptions(options, typeName, fault);
  const { columns, indexes } = inheritedArguments(target, faults);
  if (columns.length === 0) fault('has no fields. Put @Column() on its properties.');
  for (const { properties } of indexes) {
    faults.push({
      path: `${target.name}.${properties.join()}`,
      message: 'is in a user-defined type: index the column.',
    });
  }
  const fields = columns.map((column) => buildUserTypeField(target.name, column, naming, userTypes, faults));
  const complete = fields.filter((field) => field !== undefined);
  checkFieldNames(complete, faults);
  // A field without metadata may have told its fault elsewhere, such as that of a nested type.
  if (faults.length > before || complete.length < fields.length) return undefined;
  return Object.freeze({
    target,
    name: target.name,
    typeName,
    keyspace: options.keyspace,
    fields: Object.freeze(complete),
    byProperty: new Map(complete.map((field) => [field.property, field])),
  });
}

function checkOptions(options: UserTypeOptions, typeName: string, fault: (message: string) => void): void {
  for (const name of Object.keys(options)) {
    if (OPTION_NAMES.some((known) => known === name)) continue;
    fault(`'${name}' is no option of @UserType().${didYouMean(name, OPTION_NAMES)}`);
  }
  if (typeName === '') fault('the name of the type is empty.');
  const { keyspace } = options;
  if (keyspace !== undefined && !KEYSPACE_NAME.test(keyspace)) {
    fault(`the keyspace name '${keyspace}' must be 1 to 48 letters, digits or underscores, as Cassandra demands.`);
  }
}

function checkFieldNames(fields: readonly UserTypeFieldMetadata[], faults: MetadataFault[]): void {
  const seen = new Map<string, UserTypeFieldMetadata>();
  for (const field of fields) {
    const other = seen.get(field.name);
    if (other !== undefined) {
      const message = `has the same field name as ${other.path}: '${field.name}'. Give one of them { name }.`;
      faults.push({ path: field.path, message });
    }
    seen.set(field.name, field);
  }
}
