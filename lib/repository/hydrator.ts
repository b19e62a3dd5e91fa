import type { ColumnMetadata, EntityClass } from '../metadata/table-metadata';
import { misfit } from '../query/encode-value';
import type { Row } from '../session/request';
import { CodecFault } from '../types/codec';

/** Makes an object out of a row as the driver decoded it. */
export type Hydrator<R> = (row: Row) => R;

interface Field {
  readonly column: string;
  readonly property: string;
  readonly decode: ((value: unknown) => unknown) | undefined;
  readonly empty: (() => unknown) | undefined;
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
    return { column: column.name, property: column.property, decode, empty: column.empty };
  });
  try {
    return generate(fields, target);
  } catch (error) {
    if (error instanceof EvalError) return interpret(fields, target);
    throw error;
  }
}

/** From the driver's value to the property's: codec, then transformer. Undefined where the value is right as it is. */
function columnDecoder(column: ColumnMetadata): ((value: unknown) => unknown) | undefined {
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
  const lines = fields.map(({ column, property, decode, empty }, index) => {
    // Names enter the code through JSON.stringify only, whatever characters they hold.
    const onNull = empty === undefined ? 'null' : `fields[${index}].empty()`;
    const onValue = decode === undefined ? 'value' : `decode${index}(value)`;
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
  return entity;
};`;
  // The generated text is made of indexes and JSON strings only. Its result has the type that the text above says.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const factory = new Function('fields', 'Target', body) as (
    fields: readonly Field[],
    target: EntityClass<R> | undefined,
  ) => Hydrator<R>;
  return factory(fields, target);
}

function interpret<R extends object>(fields: readonly Field[], target: EntityClass<R> | undefined): Hydrator<R> {
  return (row) => {
    const entity: Record<string, unknown> = {};
    // Assigning afterwards runs the constructor first, as the generated version does.
    const instance: object = target === undefined ? entity : new target();
    for (const { column, property, decode, empty } of fields) {
      const value = row[column];
      const isNull = value === null || value === undefined;
      const result = isNull ? (empty === undefined ? null : empty()) : decode === undefined ? value : decode(value);
      Reflect.set(instance, property, result);
    }
    // Its properties are those that the columns describe, which is what R stands for.
    return instance as R;
  };
}
