import type { ColumnMetadata, EntityClass } from '../metadata/table-metadata';
import type { Row } from '../session/request';
import { columnDecoder } from './decode-column';
import type { Keeper } from './keeper';
import { copyOf, isAliased, keeperOf } from './keeper';
import { rememberRow } from './loaded-row';
import type { Slot } from './loaded-values';
import { LoadedValues } from './loaded-values';

/** Makes an object out of a row as the driver decoded it. */
export type Hydrator<R> = (row: Row) => R;

interface Field {
  readonly column: string;
  readonly property: string;
  readonly decode: ((value: unknown) => unknown) | undefined;
  readonly empty: (() => unknown) | undefined;
  /** How the value is remembered; undefined where it is not: of plain objects, and of keys, which never change. */
  readonly keeper: Keeper | undefined;
  /** For keys that a program may change in place through the entity: a scan tells rows by them, so the row has a copy. */
  readonly copiesKey: boolean;
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
  const fields = columns.map((column) => fieldOf(column, target !== undefined));
  const keepers = fields.flatMap(({ column, keeper }) => (keeper === undefined ? [] : [[column, keeper] as const]));
  const slots = new Map(keepers.map(([column, keeper], index): [string, Slot] => [column, { index, keeper }]));
  try {
    return generate(fields, target, slots);
  } catch (error) {
    if (error instanceof EvalError) return interpret(fields, target, slots);
    throw error;
  }
}

function fieldOf(column: ColumnMetadata, isEntity: boolean): Field {
  const { name, property, kind, type, empty } = column;
  const decode = columnDecoder(column);
  const isKey = kind === 'partition' || kind === 'clustering';
  const keeper = isEntity ? keeperOf(column) : undefined;
  const copiesKey = isEntity && isKey && isAliased(type, decode !== undefined);
  return { column: name, property, decode, empty, keeper, copiesKey };
}

/** The statement that sets one property; names enter the code through JSON.stringify only, whatever they hold. */
function assignment({ column, property, decode, empty, keeper, copiesKey }: Field, index: number): string {
  const onNull = empty === undefined ? 'null' : `fields[${index}].empty()`;
  const decoded = decode === undefined ? 'value' : `decode${index}(value)`;
  const cell = `row[${JSON.stringify(column)}]`;
  const set = `entity[${JSON.stringify(property)}] =`;
  const start = `value = ${cell};\n  if (value === null || value === undefined)`;
  if (keeper === undefined) return `${start} ${set} ${onNull};\n  else ${set} ${decoded};`;
  const copy = copiesKey ? `${cell} = copyOf(value); ` : '';
  const kept = keeper.keep === undefined ? 'value' : `keep${index}(value)`;
  const keep = keeper.keepsDecoded ? `${set} kept${index} = ${decoded};` : `kept${index} = ${kept}; ${set} ${decoded};`;
  return `${start} { kept${index} = value; ${set} ${onNull}; }\n  else { ${copy}${keep} }`;
}

function generate<R extends object>(
  fields: readonly Field[],
  target: EntityClass<R> | undefined,
  slots: ReadonlyMap<string, Slot>,
): Hydrator<R> {
  const constants = fields.map(
    (_, index) => `const decode${index} = fields[${index}].decode, keep${index} = fields[${index}].keeper?.keep;`,
  );
  const kept = fields.flatMap(({ keeper }, index) => (keeper === undefined ? [] : [`kept${index}`]));
  const body = `${constants.join('\n')}
return (row) => {
  const entity = ${target === undefined ? '{}' : 'new Target()'};
  let ${['value', ...kept].join(', ')};
  ${fields.map(assignment).join('\n  ')}
  ${target === undefined ? '' : `rememberRow(entity, new LoadedValues(slots, [${kept.join(', ')}]));`}
  return entity;
};`;
  // The generated text is made of indexes and JSON strings only. Its result has the type that the text above says.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const factory = new Function('fields', 'Target', 'slots', 'rememberRow', 'LoadedValues', 'copyOf', body) as (
    fields: readonly Field[],
    target: EntityClass<R> | undefined,
    slots: ReadonlyMap<string, Slot>,
    ...tools: readonly unknown[]
  ) => Hydrator<R>;
  return factory(fields, target, slots, rememberRow, LoadedValues, copyOf);
}

function interpret<R extends object>(
  fields: readonly Field[],
  target: EntityClass<R> | undefined,
  slots: ReadonlyMap<string, Slot>,
): Hydrator<R> {
  return (row) => {
    const entity: Record<string, unknown> = {};
    // Assigning afterwards runs the constructor first, as the generated version does.
    const instance: object = target === undefined ? entity : new target();
    const all: unknown[] = [];
    for (const { column, property, decode, empty, keeper, copiesKey } of fields) {
      const value = row[column];
      const isNull = value === null || value === undefined;
      const kept = isNull || keeper?.keep === undefined ? value : keeper.keep(value);
      const decoded = isNull ? (empty?.() ?? null) : decode === undefined ? value : decode(value);
      if (copiesKey && !isNull) row[column] = copyOf(value);
      if (keeper !== undefined) all.push(keeper.keepsDecoded && !isNull ? decoded : kept);
      Reflect.set(instance, property, decoded);
    }
    if (target !== undefined) rememberRow(instance, new LoadedValues(slots, all));
    // Its properties are those that the columns describe, which is what R stands for.
    return instance as R;
  };
}
