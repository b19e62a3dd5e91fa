import type { ColumnMetadata, EntityClass } from '../metadata/table-metadata';
import { misfit } from '../query/encode-value';
import type { FrameRows } from '../session/fast-decode/frame-rows';
import { CodecFault } from '../types/codec';
import type { Read, WireColumn } from '../types/readers/cells';
import { createReader } from '../types/readers/create-reader';
import { sameColumns } from '../types/readers/same-type';
import { rememberRow } from './loaded-row';
import { StoredRow } from './stored-row';
import type { RowLayout } from './stored-row';

/** Makes objects out of all rows of a result, as they came over the wire. */
export type FrameHydrator<R> = (frame: FrameRows) => R[];

/** Makes one object out of the row that starts at `at`. */
type Build<R> = (frame: FrameRows, at: number, layout: RowLayout) => R;

/** What is done with one column of a result. */
interface Step {
  /** Undefined for a column that the object has not. */
  readonly property: string | undefined;
  readonly read: Read;
  /** What `read` does in two steps; see `Reader`. */
  readonly direct?: Read | undefined;
  readonly viaDriver?: Read | undefined;
  readonly from: ((value: unknown) => unknown) | undefined;
  readonly onNull: (() => unknown) | undefined;
}

/**
 * What `compileHydrator` does, but out of bytes: for instances of the class or, without a class, plain objects. The
 * function for one sort of result is compiled when such a result first comes; a changed table makes another sort.
 */
export function frameHydrator<R extends object>(
  columns: readonly ColumnMetadata[],
  target: EntityClass<R> | undefined,
): FrameHydrator<R> {
  let known: { readonly columns: readonly WireColumn[]; readonly build: Build<R> } | undefined;
  return (frame) => {
    if (known === undefined || !sameColumns(known.columns, frame.columns)) {
      known = { columns: frame.columns, build: compileBuild(columns, frame.columns, target) };
    }
    const layout: RowLayout = { columns: known.columns, decoder: frame.decoder };
    return buildAll(frame, known.build, layout);
  };
}

function buildAll<R>(frame: FrameRows, build: Build<R>, layout: RowLayout): R[] {
  const items = new Array<R>(frame.length);
  let at = frame.start;
  for (let index = 0; index < items.length; index += 1) {
    const end = frame.endOfRow(at);
    frame.text = frame.bytes.toString('latin1', at, end);
    frame.textStart = at;
    items[index] = build(frame, at, layout);
    at = end;
  }
  frame.text = '';
  return items;
}

function compileBuild<R extends object>(
  columns: readonly ColumnMetadata[],
  wire: readonly WireColumn[],
  target: EntityClass<R> | undefined,
): Build<R> {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const steps = wire.map(({ name, type }): Step => {
    const column = byName.get(name);
    byName.delete(name);
    if (column === undefined) return { property: undefined, read: readNothing, from: undefined, onNull: undefined };
    const { codec, property, transformer, empty } = column;
    const reader = createReader(column.type, codec, column.representation, type);
    const check = (read: Read | undefined): Read | undefined =>
      reader.mayFail && read !== undefined ? checked(column, read) : read;
    const from = transformer && ((value: unknown) => transformer.from(value));
    const { read, direct } = reader;
    return { property, read: check(read) ?? read, direct, viaDriver: check(reader.viaDriver), from, onNull: empty };
  });
  const missing = [...byName.values()];
  try {
    return generate(steps, missing, target);
  } catch (error) {
    if (error instanceof EvalError) return interpret(steps, missing, target);
    throw error;
  }
}

const readNothing: Read = () => null;

function checked({ path, cqlType }: ColumnMetadata, read: Read): Read {
  return (cells, start, end) => {
    try {
      return read(cells, start, end);
    } catch (error) {
      throw error instanceof CodecFault ? misfit(path, cqlType, error) : error;
    }
  };
}

/** The statement that reads one property; names enter the code through JSON.stringify only, whatever they hold. */
function assignment({ property, direct, from, onNull }: Step, index: number): string {
  if (property === undefined) return 'length = view.getInt32(at); at += length > 0 ? length + 4 : 4;';
  const none = onNull === undefined ? 'null' : `steps[${index}].onNull()`;
  const kept = from === undefined ? 'value' : `steps[${index}].from(value)`;
  const end = 'at += length';
  const read =
    direct === undefined
      ? `read${index}(frame, at, ${end})`
      : `direct${index}(frame, at, ${end}) ?? driver${index}(frame, at - length, at)`;
  return `length = view.getInt32(at); at += 4;
  if (length < 0) entity[${JSON.stringify(property)}] = ${none};
  else {
    value = ${read};
    entity[${JSON.stringify(property)}] = value === null ? ${none} : ${kept};
  }`;
}

function generate<R extends object>(
  steps: readonly Step[],
  missing: readonly ColumnMetadata[],
  target: EntityClass<R> | undefined,
): Build<R> {
  const lines = steps.map(assignment);
  const absent = missing.map(({ property, empty }, index) => {
    const none = empty === undefined ? 'null' : `missing[${index}].empty()`;
    return `entity[${JSON.stringify(property)}] = ${none};`;
  });
  const constants = steps.map(
    (_, i) => `const read${i} = steps[${i}].read, direct${i} = steps[${i}].direct, driver${i} = steps[${i}].viaDriver;`,
  );
  const body = `${constants.join('\n')}
return (frame, at, layout) => {
  const entity = ${target === undefined ? '{}' : 'new Target()'};
  const view = frame.view;
  let length, value;
  ${[...lines, ...absent].join('\n  ')}
  ${target === undefined ? '' : 'remember(entity, frame, layout);'}
  return entity;
};`;
  // The generated text is made of indexes and JSON strings only. Its result has the type that the text above says.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const factory = new Function('steps', 'missing', 'Target', 'remember', body) as (
    steps: readonly Step[],
    missing: readonly ColumnMetadata[],
    target: EntityClass<R> | undefined,
    remember: (entity: object, frame: FrameRows, layout: RowLayout) => void,
  ) => Build<R>;
  return factory(steps, missing, target, rememberBytes);
}

function rememberBytes(entity: object, frame: FrameRows, layout: RowLayout): void {
  rememberRow(entity, new StoredRow(layout, frame.text));
}

function interpret<R extends object>(
  steps: readonly Step[],
  missing: readonly ColumnMetadata[],
  target: EntityClass<R> | undefined,
): Build<R> {
  return (frame, start, layout) => {
    const entity: object = target === undefined ? {} : new target();
    let at = start;
    for (const { property, read, from, onNull } of steps) {
      const length = frame.view.getInt32(at);
      at += 4;
      const end = at + Math.max(0, length);
      if (property !== undefined) {
        const value = length < 0 ? null : read(frame, at, end);
        Reflect.set(entity, property, value === null ? (onNull?.() ?? null) : from === undefined ? value : from(value));
      }
      at = end;
    }
    for (const { property, empty } of missing) Reflect.set(entity, property, empty?.() ?? null);
    if (target !== undefined) rememberBytes(entity, frame, layout);
    // Its properties are those that the columns describe, which is what R stands for.
    return entity as R;
  };
}
