import type { MetadataFault } from '../errors';
import { didYouMean } from '../suggest';
import { quoteIdentifier } from '../types/cql-identifier';
import type { CqlType } from '../types/cql-type';
import { formatCqlType } from '../types/format-cql-type';
import type { UserTypeFieldMetadata } from '../types/user-type';
import type { ColumnArguments } from './arguments';
import type { NamingStrategy } from './naming-strategy';
import { emptyFactory, representationOf, resolveCodec, resolveType } from './resolve-type';
import type { UserTypes } from './user-types';

const OPTION_NAMES = ['name', 'type', 'frozen', 'transformer', 'as', 'comment'] as const;

/** Options that a table's column has; a value inside another one cannot have them. */
const COLUMN_OPTION_NAMES: readonly string[] = [
  'static',
  'default',
  'generated',
  'select',
  'index',
  'order',
  'automatic',
];

/** One field out of what its `@Column` recorded; faults go into `faults`, and undefined means it has some. */
export function buildUserTypeField(
  className: string,
  recorded: ColumnArguments,
  naming: NamingStrategy,
  userTypes: UserTypes,
  faults: MetadataFault[],
): UserTypeFieldMetadata | undefined {
  const { property, options } = recorded;
  const path = `${className}.${property}`;
  const before = faults.length;
  const fault = (message: string): void => void faults.push({ path, message });
  checkOptions(recorded, fault);
  const name = options.name ?? naming.columnName(property);
  if (name === '') fault('the field name is empty.');
  // Values come from the driver as plain objects, where this name would replace the prototype.
  if (name === '__proto__' || property === '__proto__') fault(`'__proto__' cannot be a field.`);
  const type = fieldType(recorded, userTypes, path, fault);
  const codec = type && resolveCodec(recorded, type, fault);
  if (type === undefined || codec === undefined || faults.length > before) return undefined;
  return Object.freeze({
    property,
    path,
    name,
    cqlName: quoteIdentifier(name),
    type,
    cqlType: formatCqlType(type),
    codec,
    transformer: options.transformer,
    empty: emptyFactory(recorded, type),
    representation: representationOf(recorded),
  });
}

function checkOptions({ role, options }: ColumnArguments, fault: (message: string) => void): void {
  if (role !== 'regular') fault('is a key, and a user-defined type has none. Use @Column().');
  for (const name of Object.keys(options)) {
    if (OPTION_NAMES.some((known) => known === name)) continue;
    if (!COLUMN_OPTION_NAMES.includes(name)) {
      fault(`'${name}' is no option of a field.${didYouMean(name, OPTION_NAMES)}`);
    } else if (role === 'regular') {
      fault(`'${name}' is for columns of tables; a field of a user-defined type has none. Take it out.`);
    }
  }
  const { transformer } = options;
  if (transformer !== undefined && (typeof transformer.to !== 'function' || typeof transformer.from !== 'function')) {
    fault(`'transformer' needs the functions 'to' and 'from'.`);
  }
}

/** Cassandra refuses a nested type that is not frozen, although it could mean only one thing; caspy adds the word. */
function fieldType(
  recorded: ColumnArguments,
  userTypes: UserTypes,
  path: string,
  fault: (message: string) => void,
): CqlType | undefined {
  const type = resolveType(recorded, userTypes, path, fault);
  if (type?.kind === 'udt' && !type.frozen) return Object.freeze({ ...type, frozen: true });
  if (type?.kind !== 'scalar' || type.name !== 'counter') return type;
  fault('is a counter, which cannot be part of another value.');
  return undefined;
}
