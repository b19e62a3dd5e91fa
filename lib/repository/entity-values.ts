import { ValidationError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { checkKeySize } from '../query/check-key-size';
import { didYouMean } from '../suggest';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';
import type { EntityTable } from './entity-table';

/** A ValidationError about one property. */
export function invalid(path: string, rule: string, message: string): ValidationError {
  return new ValidationError(`${path} ${message}`, { errors: [{ path, constraints: { [rule]: message } }] });
}

/** @throws ValidationError for anything but an entity or another object of named values. */
export function requireValues(table: TableMetadata, values: unknown): void {
  if (values instanceof table.target || isRecord(values)) return;
  throw invalid(table.name, 'values', `takes values as an object by property, not ${describeValue(values)}.`);
}

/**
 * The columns that an object of values names, in the table's order.
 *
 * @throws ValidationError for a property that is no column: a misspelt one would otherwise be lost without a word.
 */
export function namedColumns(table: TableMetadata, values: object): readonly ColumnMetadata[] {
  requireValues(table, values);
  for (const property of Object.keys(values)) {
    if (table.byProperty.has(property)) continue;
    const hint = didYouMean(property, table.byProperty.keys());
    throw invalid(`${table.name}.${property}`, 'unknown', `is no column.${hint}`);
  }
  return table.columns.filter(({ property }) => Object.hasOwn(values, property));
}

/** Gives undefined properties their default or generated value, and dates theirs, on the object itself. */
export function fillInitialValues<E extends object>(table: EntityTable<E>, entity: object): void {
  for (const { property, initial } of table.initialized) {
    if (Reflect.get(entity, property) === undefined) Reflect.set(entity, property, initial?.());
  }
  if (table.updateDate !== undefined) Reflect.set(entity, table.updateDate.property, new Date());
  checkKind(table.metadata, entity);
}

/** The values of all columns, one by one, because a spread would miss what stands behind an accessor of the class. */
export function valuesOf<E extends object>({ metadata }: EntityTable<E>, entity: object): Record<string, unknown> {
  return pick(metadata.columns, entity);
}

/** The primary key of an entity, by property. */
export function keyOf<E extends object>({ metadata }: EntityTable<E>, entity: object): Record<string, unknown> {
  return pick(metadata.primaryKey, entity);
}

function pick(columns: readonly ColumnMetadata[], entity: object): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ property }) => [property, Reflect.get(entity, property) as unknown]));
}

/** A row whose discriminator names another class would come back as an instance of that class. */
function checkKind({ inheritance, name }: TableMetadata, entity: object): void {
  if (inheritance === undefined) return;
  const { column, value, isRoot, kinds } = inheritance;
  const given: unknown = Reflect.get(entity, column.property);
  // The parent may hold rows of classes that are not known here, and plain values may be of any kind.
  if (given === value || (isRoot && (entity.constructor === Object || !kinds.has(String(given))))) return;
  throw invalid(column.path, 'discriminator', `is not '${value}', which rows of ${name} have. Leave it undefined.`);
}

/**
 * The parameters that name one row or, with the partition key alone, one partition.
 *
 * @throws ValidationError when the key is incomplete, has other properties, or a value that does not fit.
 */
export function keyParameters<E extends object>(
  table: EntityTable<E>,
  columns: readonly ColumnMetadata[],
  key: unknown,
): unknown[] {
  const { metadata } = table;
  if (typeof key !== 'object' || key === null || Array.isArray(key)) {
    const example = columns.map(({ property }) => property).join(', ');
    throw invalid(metadata.name, 'key', `takes its key as an object: { ${example} }.`);
  }
  const params = columns.map((column) => {
    const value: unknown = Object.hasOwn(key, column.property) ? Reflect.get(key, column.property) : undefined;
    return keyParameter(table, column, value);
  });
  for (const property of Object.keys(key)) {
    // Static columns go by the partition key, but who has the whole key may give it.
    const kind = metadata.byProperty.get(property)?.kind;
    if (kind === 'partition' || kind === 'clustering') continue;
    const known = metadata.primaryKey.map((column) => column.property);
    const message = `is not part of the key, which is ${known.join(', ')}.${didYouMean(property, known)}`;
    throw invalid(`${metadata.name}.${property}`, 'key', message);
  }
  return params;
}

/** The parameter of one key column. @throws ValidationError when it is undefined, null or does not fit. */
export function keyParameter<E extends object>(table: EntityTable<E>, column: ColumnMetadata, value: unknown): unknown {
  if (value === undefined || value === null) throw missingKey(column, value);
  const parameter = table.parameter(column, value);
  if (Buffer.isBuffer(parameter)) checkKeySize(table.metadata, column, parameter);
  if (parameter !== null) return parameter;
  throw invalid(column.path, 'key', 'is part of the key, and its transformer made null of it.');
}

function missingKey(column: ColumnMetadata, value: undefined | null): ValidationError {
  const role = column.kind === 'partition' ? 'partition key' : 'clustering key';
  const message = `is ${String(value)}, but it is part of the ${role}. Set it, or declare a default for it.`;
  return invalid(column.path, 'key', message);
}
