import type { MetadataFault } from '../errors';
import { ConfigurationError, MetadataError } from '../errors';
import type { UserTypeFieldMetadata } from '../types/user-type';
import type { ColumnArguments } from './arguments';
import { buildColumn } from './build-column';
import { inheritedArguments } from './inherited-arguments';
import { snakeCaseNaming } from './naming-strategy';
import { isUserTypeClass, recordedArguments } from './registry';
import type { EntityClass } from './table-metadata';
import { UserTypes } from './user-types';

/** What a column of an entity and a field of a user-defined type have in common. */
export type ClassField = Pick<
  UserTypeFieldMetadata,
  'property' | 'path' | 'type' | 'cqlType' | 'codec' | 'transformer' | 'representation'
>;

const known = new WeakMap<object, readonly ClassField[]>();

/**
 * The columns of a class by its decorators alone, without a data source: it may be an entity, the class of a
 * user-defined type, or neither.
 *
 * @throws MetadataError for wrong columns, ConfigurationError for a class that has none
 */
export function classFields(target: EntityClass): readonly ClassField[] {
  let fields = known.get(target);
  if (fields === undefined) {
    fields = buildFields(target);
    known.set(target, fields);
  }
  return fields;
}

function buildFields(target: EntityClass): readonly ClassField[] {
  const faults: MetadataFault[] = [];
  const userTypes = new UserTypes(snakeCaseNaming, faults);
  const { name } = target;
  const fields = isUserTypeClass(target)
    ? userTypes.define(target, name)?.fields
    : recordedColumns(target, faults).map((column) => buildColumn(name, column, snakeCaseNaming, userTypes, faults));
  if (faults.length > 0) throw new MetadataError(faults);
  const complete = (fields ?? []).filter((field) => field !== undefined);
  if (complete.length > 0) return complete;
  throw new ConfigurationError(`${name} has no columns. Give an entity, or a class that was made of one.`);
}

/** With the discriminator, which needs no property of its own. */
function recordedColumns(target: EntityClass, faults: MetadataFault[]): readonly ColumnArguments[] {
  const { columns } = inheritedArguments(target, faults);
  const discriminator = discriminatorOf(target);
  if (discriminator === undefined || columns.some(({ property }) => property === discriminator)) return columns;
  return [...columns, { property: discriminator, role: 'regular', type: 'text', declared: String, options: {} }];
}

function discriminatorOf(target: unknown): string | undefined {
  for (let each = target; typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    const inheritance = recordedArguments(each)?.inheritance;
    if (inheritance !== undefined) return inheritance.column;
  }
  return undefined;
}
