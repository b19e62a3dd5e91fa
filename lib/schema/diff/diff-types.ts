import { quoteIdentifier } from '../../types/cql-identifier';
import { quoteTypeName } from '../../types/format-cql-type';
import { createType } from '../create-type';
import type { FieldModel, KeyspaceModel, TableModel, TypeModel } from '../model';
import { typesByNeed, typesUsedBy } from '../types-by-need';
import type { SchemaChange } from './schema-change';
import { destructive, impossible, safe } from './schema-change';

/** The differences of user-defined types. `kept` are tables that stay whatever is wanted, with the types they need. */
export function diffTypes(wanted: KeyspaceModel, actual: KeyspaceModel, kept: readonly TableModel[]): SchemaChange[] {
  const there = new Map(actual.types.map((type) => [type.name, type]));
  const needed = typesByNeed(wanted.types).flatMap((type) => {
    const existing = there.get(type.name);
    return existing === undefined ? [missingType(type, wanted.name)] : diffFields(type, existing, wanted.name);
  });
  const names = new Set(wanted.types.map(({ name }) => name));
  const used = typesUsedBy(kept, actual.types);
  const surplus = typesByNeed(actual.types)
    .filter(({ name }) => !names.has(name) && !used.has(name))
    .toReversed();
  return [...needed, ...surplus.map((type) => extraType(type, actual.name))];
}

function typeName(keyspace: string, name: string): string {
  return `${quoteIdentifier(keyspace)}.${quoteTypeName(name)}`;
}

function missingType(type: TypeModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${type.name}`;
  return safe({
    kind: 'create-type',
    subject,
    entity: type.entity,
    message: `The type ${subject} does not exist.`,
    cql: [createType(type, keyspace)],
    inverse: [`DROP TYPE ${typeName(keyspace, type.name)}`],
  });
}

function extraType(type: TypeModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${type.name}`;
  return destructive({
    kind: 'drop-type',
    subject,
    message: `The type ${subject} is not wanted.`,
    cql: [`DROP TYPE ${typeName(keyspace, type.name)}`],
    inverse: [createType(type, keyspace)],
    extra: true,
    reason: 'Cassandra drops a type that no table and no other type uses.',
    wayOut: 'Leave it: nothing depends on it.',
  });
}

function diffFields(wanted: TypeModel, actual: TypeModel, keyspace: string): SchemaChange[] {
  const there = new Map(actual.fields.map((field) => [field.name, field]));
  const names = new Set(wanted.fields.map(({ name }) => name));
  const needed = wanted.fields.flatMap((field): SchemaChange[] => {
    const existing = there.get(field.name);
    if (existing === undefined) return [missingField(field, wanted, keyspace)];
    return existing.type === field.type ? [] : [otherFieldType(field, existing, wanted, keyspace)];
  });
  return [
    ...needed,
    ...actual.fields.filter(({ name }) => !names.has(name)).map((field) => extraField(field, actual, keyspace)),
  ];
}

function missingField(field: FieldModel, type: TypeModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${type.name}.${field.name}`;
  return safe({
    kind: 'add-field',
    subject,
    entity: field.entity,
    message: `The field ${subject} does not exist.`,
    cql: [`ALTER TYPE ${typeName(keyspace, type.name)} ADD ${quoteIdentifier(field.name)} ${field.type}`],
  });
}

function otherFieldType(field: FieldModel, actual: FieldModel, type: TypeModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${type.name}.${field.name}`;
  return impossible({
    kind: 'change-field-type',
    subject,
    entity: field.entity,
    message: `The field ${subject} is ${actual.type}, and ${field.type} is wanted.`,
    reason: 'Cassandra has not changed the type of a field since version 3.10.',
    wayOut:
      'Expand and contract: add a field of another name with the new type, copy the values, read the new one, and ' +
      'leave the old one alone.',
  });
}

function extraField(field: FieldModel, type: TypeModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${type.name}.${field.name}`;
  return impossible({
    kind: 'drop-field',
    subject,
    message: `The field ${subject} is not wanted.`,
    extra: true,
    reason: 'Cassandra drops no field of a type.',
    wayOut: 'Leave it: caspy writes null there.',
  });
}
