import { types as nodeTypes } from 'node:util';
import type { ColumnMetadata, EntityClass } from '../metadata/table-metadata';
import { misfit } from '../query/encode-value';
import type { Row } from '../session/request';
import { CodecFault } from '../types/codec';
import type { CqlType } from '../types/cql-type';
import { isImmutable } from './is-immutable';
import { rememberRow } from './loaded-row';

const { isMap, isSet } = nodeTypes;

/** Makes an object out of a row as the driver decoded it. */
export type Hydrator<R> = (row: Row) => R;

interface Field {
  readonly column: string;
  readonly property: string;
  readonly decode: ((value: unknown) => unknown) | undefined;
  readonly empty: (() => unknown) | undefined;
  /** For values that a program may change in place through the entity: the row keeps a copy. */
  readonly copy: ((value: unknown) => unknown) | undefined;
}

/**
 * A function that turns rows with these columns into instances of the class or, without a class, into plain objects.
 *
 * It is compiled once per shape: every object gets its properties in the same order, so they share one hidden class.
 * Where code generation is forbidden (`--disallow-code-generation-from-strings`) a closure does the same, slower.
 */
export function compileHydrator<R extends object>(
  columns: readonly ColumnMetadata[],
  target?: EntityClass<R>,
): Hydrator<R> {
  const fields = columns.map((column): Field => {
    const decode = columnDecoder(column);
    const copy = target !== undefined && isAliased(column.type, decode !== undefined) ? copier(column.type) : undefined;
    return { column: column.name, property: column.property, decode, empty: column.empty, copy };
  });
  try {
    return generate(fields, target);
  } catch (error) {
    if (error instanceof EvalError) return interpret(fields, target);
    throw error;
  }
}

/** The value of a property out of the driver's value, which is not null. */
export function decodeColumn(column: ColumnMetadata, value: unknown): unknown {
  const decode = columnDecoder(column);
  return decode === undefined ? value : decode(value);
}

/**
 * Whether a program that changes the property in place would change the row too. Decoding makes a new value, but passes
 * on what is nested inside.
 */
function isAliased(type: CqlType, decoded: boolean): boolean {
  switch (type.kind) {
    case 'scalar':
      return !decoded && (type.name === 'timestamp' || type.name === 'blob');
    case 'list':
    case 'set':
      return !decoded || type.element.kind !== 'scalar';
    case 'map':
      return !decoded || type.key.kind !== 'scalar' || type.value.kind !== 'scalar';
    default:
      return true;
  }
}

/** A copy of values of this type. Those of plain values are the frequent ones, and have no depth to go into. */
function copier(type: CqlType): (value: unknown) => unknown {
  if (type.kind === 'set' && isImmutable(type.element))
    return (value) => (isSet(value) ? new Set(value) : copyOf(value));
  if (type.kind === 'map' && isImmutable(type.key) && isImmutable(type.value)) {
    return (value) => (isMap(value) ? copyOfMap(value) : copyOf(value));
  }
  if (type.kind === 'list' && isImmutable(type.element)) {
    return (value) => (Array.isArray(value) ? value.slice() : copyOf(value));
  }
  return copyOf;
}

function copyOfMap(map: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  map.forEach((value, key) => copy.set(key, value));
  return copy;
}

/** A copy, as deep as the driver's values go; its own classes are not changed by anybody. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Set) return new Set([...value].map(copyOf));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [copyOf(key), copyOf(item)]));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copyOf(item)]));
}

/** From the driver's value to the property's: codec, then transformer. Undefined where the value is right as it is. */
export function columnDecoder(column: ColumnMetadata): ((value: unknown) => unknown) | undefined {
  const { codec, transformer } = column;
  const { decode } = codec;
  if (decode === undefined) return transformer && ((value) => transformer.from(value));
  const checked = (value: unknown): unknown => {
    try {
      return decode(value);
    } catch (error) {
      throw error instanceof CodecFault ? misfit(column.path, column.cqlType, error) : error;
    }
  };
  return transformer === undefined ? checked : (value) => transformer.from(checked(value));
}

function generate<R extends object>(fields: readonly Field[], target: EntityClass<R> | undefined): Hydrator<R> {
  const lines = fields.map(({ column, property, decode, empty, copy }, index) => {
    // Names enter the code through JSON.stringify only, whatever characters they hold.
    const onNull = empty === undefined ? 'null' : `fields[${index}].empty()`;
    const kept = `row[${JSON.stringify(column)}] = fields[${index}].copy(value)`;
    const decoded = decode === undefined ? 'value' : `decode${index}(value)`;
    const onValue = copy === undefined ? decoded : `(${kept}, ${decoded})`;
    return (
      `value = row[${JSON.stringify(column)}];\n` +
      `entity[${JSON.stringify(property)}] = value === null || value === undefined ? ${onNull} : ${onValue};`
    );
  });
  const decoders = fields.map(({ decode }, index) =>
    decode === undefined ? '' : `const decode${index} = fields[${index}].decode;`,
  );
  const body = `${decoders.join('\n')}
return (row) => {
  const entity = ${target === undefined ? '{}' : 'new Target()'};
  let value;
  ${lines.join('\n  ')}
  ${target === undefined ? '' : 'rememberRow(entity, { row, params: undefined });'}
  return entity;
};`;
  // The generated text is made of indexes and JSON strings only. Its result has the type that the text above says.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const factory = new Function('fields', 'Target', 'rememberRow', body) as (
    fields: readonly Field[],
    target: EntityClass<R> | undefined,
    remember: typeof rememberRow,
  ) => Hydrator<R>;
  return factory(fields, target, rememberRow);
}

function interpret<R extends object>(fields: readonly Field[], target: EntityClass<R> | undefined): Hydrator<R> {
  return (row) => {
    const entity: Record<string, unknown> = {};
    // Assigning afterwards runs the constructor first, as the generated version does.
    const instance: object = target === undefined ? entity : new target();
    for (const { column, property, decode, empty, copy } of fields) {
      const value = row[column];
      const isNull = value === null || value === undefined;
      if (!isNull && copy !== undefined) row[column] = copy(value);
      const result = isNull ? (empty === undefined ? null : empty()) : decode === undefined ? value : decode(value);
      Reflect.set(instance, property, result);
    }
    if (target !== undefined) rememberRow(instance, { row, params: undefined });
    // Its properties are those that the columns describe, which is what R stands for.
    return instance as R;
  };
}
