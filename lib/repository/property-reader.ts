import type { ColumnMetadata } from '../metadata/table-metadata';

/** The values of an object's properties, in the order of the columns. */
export type PropertyReader = (values: object) => unknown[];

/**
 * A function that reads these properties of an entity. Compiled once per table, so that each property is read at a place
 * of its own: objects of one class are read there as fast as by hand-written code. Where code generation is forbidden a
 * loop does the same.
 */
export function propertyReader(columns: readonly ColumnMetadata[]): PropertyReader {
  const properties = columns.map(({ property }) => property);
  // Names enter the code through JSON.stringify only, whatever characters they hold.
  const items = properties.map((property) => `values[${JSON.stringify(property)}]`);
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    return new Function('values', `return [${items.join(', ')}];`) as PropertyReader;
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return (values) => properties.map((property): unknown => Reflect.get(values, property));
  }
}
