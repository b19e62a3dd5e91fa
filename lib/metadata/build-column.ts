import { randomUUID } from 'node:crypto';
import { types } from 'cassandra-driver';
import type { MetadataFault } from '../errors';
import { didYouMean } from '../suggest';
import { quoteIdentifier } from '../types/cql-identifier';
import { formatCqlType } from '../types/format-cql-type';
import type { ColumnArguments } from './arguments';
import type { NamingStrategy } from './naming-strategy';
import { emptyFactory, representationOf, resolveCodec, resolveType } from './resolve-type';
import type { ColumnKind, ColumnMetadata } from './table-metadata';
import type { UserTypes } from './user-types';

const OPTION_NAMES = [
  'name',
  'type',
  'frozen',
  'static',
  'default',
  'generated',
  'transformer',
  'select',
  'comment',
  'as',
  'index',
  'order',
  'automatic',
] as const;

/** Wider than the type of the option, as callers from JavaScript are not type-checked. */
const DIRECTIONS: readonly string[] = ['ASC', 'DESC'];

const GENERATORS = {
  uuid: { text: () => randomUUID(), instance: () => types.Uuid.random() },
  timeuuid: { text: () => types.TimeUuid.now().toString(), instance: () => types.TimeUuid.now() },
} as const;

/** One column out of what its decorator recorded; faults go into `faults`, and undefined means it has some. */
export function buildColumn(
  className: string,
  recorded: ColumnArguments,
  naming: NamingStrategy,
  userTypes: UserTypes,
  faults: MetadataFault[],
): ColumnMetadata | undefined {
  const path = `${className}.${recorded.property}`;
  const before = faults.length;
  const fault = (message: string): void => void faults.push({ path, message });
  const { options } = recorded;
  checkOptions(recorded, fault);

  const type = resolveType(recorded, userTypes, path, fault);
  const name = options.name ?? naming.columnName(recorded.property);
  if (name === '') fault('the column name is empty.');
  // Rows come from the driver as plain objects, where this name would replace the prototype.
  if (name === '__proto__' || recorded.property === '__proto__') fault(`'__proto__' cannot be a column.`);
  const codec = type === undefined ? undefined : resolveCodec(recorded, type, fault);
  if (type === undefined || codec === undefined || faults.length > before) return undefined;

  const isKey = recorded.role !== 'regular';
  const column: ColumnMetadata = {
    property: recorded.property,
    path,
    name,
    cqlName: quoteIdentifier(name),
    kind: kindOf(recorded),
    order: recorded.role === 'clustering' ? (options.order ?? 'ASC') : undefined,
    type,
    cqlType: formatCqlType(type),
    codec,
    transformer: options.transformer,
    selected: isKey || options.select !== false,
    initial: initialValue(recorded, codec, fault),
    empty: emptyFactory(recorded, type),
    representation: representationOf(recorded),
    comment: options.comment,
    automatic: options.automatic,
  };
  return faults.length > before ? undefined : Object.freeze(column);
}

function kindOf({ role, options }: ColumnArguments): ColumnKind {
  if (role !== 'regular') return role;
  return options.static === true ? 'static' : 'regular';
}

function checkOptions({ role, options }: ColumnArguments, fault: (message: string) => void): void {
  for (const name of Object.keys(options)) {
    if (!OPTION_NAMES.some((known) => known === name)) {
      fault(`'${name}' is no option of a column.${didYouMean(name, OPTION_NAMES)}`);
    }
  }
  if (role !== 'regular' && options.static === true) fault('a key column cannot be static.');
  if (role !== 'regular' && options.select === false) fault('a key column is always read; take out select: false.');
  if (options.order !== undefined && role !== 'clustering') fault(`'order' is for clustering columns only.`);
  if (options.order !== undefined && !DIRECTIONS.includes(options.order)) {
    fault(`'order' is 'ASC' or 'DESC'.`);
  }
  if (options.index !== undefined && !(Number.isInteger(options.index) && options.index >= 0)) {
    fault(`'index' is a whole number from 0.`);
  }
  const { transformer } = options;
  if (transformer !== undefined && (typeof transformer.to !== 'function' || typeof transformer.from !== 'function')) {
    fault(`'transformer' needs the functions 'to' and 'from'.`);
  }
}

function initialValue(
  { type, options }: ColumnArguments,
  codec: ColumnMetadata['codec'],
  fault: (message: string) => void,
): ColumnMetadata['initial'] {
  const { generated, default: initial, transformer, automatic } = options;
  if (automatic === 'createDate') return () => new Date();
  if (generated === undefined) {
    if (initial === undefined) return undefined;
    if (typeof initial === 'object' && initial !== null) {
      fault(`has an object as its default, which all rows would share. Give a function: { default: () => … }.`);
      return undefined;
    }
    // `default` is a value or a function that makes one, as its doc comment says; a column never holds a function.
    return typeof initial === 'function' ? (initial as () => unknown) : () => initial;
  }
  if (initial !== undefined) fault(`has both 'default' and 'generated'; keep one.`);
  const expected = generated === 'uuid' ? ['uuid'] : ['timeuuid', 'uuid'];
  const actual = typeof type === 'string' ? type.trim().toLowerCase() : formatCqlType(type);
  if (!Object.hasOwn(GENERATORS, generated)) {
    fault(`'generated' is 'uuid' or 'timeuuid'.`);
    return undefined;
  }
  if (!expected.includes(actual)) fault(`generated: '${generated}' needs a ${generated} column, not ${actual}.`);
  // A codec without a way to decode reads what the driver gives, which is an instance of its class.
  const make = GENERATORS[generated][codec.decode === undefined ? 'instance' : 'text'];
  return transformer === undefined ? make : () => transformer.from(make());
}
