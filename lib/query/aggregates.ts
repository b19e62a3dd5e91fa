import { QueryPlanError, ValidationError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { describeValue } from '../types/describe-value';
import { requireColumn } from './conditions';
import type { Selector } from './select-statement';

export type AggregateKind = 'count' | 'sum' | 'average' | 'minimum' | 'maximum';

/** One value out of many rows; made by `Count()`, `Sum()`, `Average()`, `Minimum()` and `Maximum()`. */
export class Aggregate<out Kind extends AggregateKind = AggregateKind, out Column extends string = string> {
  readonly kind: Kind;
  readonly column: Column | undefined;

  constructor(kind: Kind, column: Column | undefined) {
    this.kind = kind;
    this.column = column;
    Object.freeze(this);
  }
}

/** The number of rows, or of the values of a column that are not null. */
export function Count<C extends string = never>(column?: C): Aggregate<'count', C> {
  return new Aggregate('count', column);
}

/** The sum of a column of numbers; null when there is no value. */
export function Sum<C extends string>(column: C): Aggregate<'sum', C> {
  return new Aggregate('sum', column);
}

/** The average of a column of numbers, with its fraction; null when there is no value. */
export function Average<C extends string>(column: C): Aggregate<'average', C> {
  return new Aggregate('average', column);
}

/** The smallest value of a column; null when there is none. */
export function Minimum<C extends string>(column: C): Aggregate<'minimum', C> {
  return new Aggregate('minimum', column);
}

/** The largest value of a column; null when there is none. */
export function Maximum<C extends string>(column: C): Aggregate<'maximum', C> {
  return new Aggregate('maximum', column);
}

/** What an aggregate of an entity answers; `unknown` for a class that nothing is known of. */
export type AggregateValue<E, A> = [keyof E] extends [never] ? unknown : KnownValue<E, A>;

type KnownValue<E, A> =
  A extends Aggregate<infer Kind, infer C>
    ? Kind extends 'count'
      ? number
      : C extends keyof E
        ? Kind extends 'average'
          ? (NonNullable<E[C]> extends string ? string : number) | null
          : NonNullable<E[C]> | null
        : never
    : never;

/** How an aggregate is asked for, and how its value is read out of a row. */
export interface CompiledAggregate {
  readonly selectors: readonly Selector[];
  readonly read: (row: Readonly<Record<string, unknown>>) => unknown;
}

type ScalarDecoder = (value: unknown) => unknown;

/**
 * The CQL of one aggregate. Cassandra adds up in the type of the column and wraps around without a word, so a sum is
 * made in a wider type, and averages with their fraction.
 *
 * @param decode from the driver's value of a column to the property's
 * @throws QueryPlanError when the column cannot be aggregated that way
 */
export function compileAggregate(
  table: TableMetadata,
  { kind, column: property }: Aggregate,
  alias: string,
  decode: (column: ColumnMetadata) => ScalarDecoder | undefined,
): CompiledAggregate {
  const count = `${alias} count`;
  if (property === undefined) {
    return { selectors: [{ cql: 'count(*)', alias, types: [] }], read: (row) => Number(row[alias]) };
  }
  const column = requireColumn(table, property);
  const { cqlName } = column;
  const counted: Selector = { cql: `count(${cqlName})`, alias: count, types: [] };
  if (kind === 'count') return { selectors: [counted], read: (row) => Number(row[count]) };
  const name = column.type.kind === 'scalar' ? column.type.name : undefined;
  if (kind === 'minimum' || kind === 'maximum') {
    if (name === undefined || name === 'duration') throw unfit(column, kind, 'it has no order');
    const fromDriver = decode(column);
    const selector: Selector = { cql: `${kind === 'minimum' ? 'min' : 'max'}(${cqlName})`, alias, types: [] };
    const read = (value: unknown): unknown => (fromDriver === undefined ? value : fromDriver(value));
    return { selectors: [selector], read: (row) => (row[alias] === null ? null : read(row[alias])) };
  }
  const wide = name === undefined ? undefined : WIDER.get(name);
  if (wide === undefined) throw unfit(column, kind, `it is ${column.cqlType}, which is no number`);
  if (column.transformer !== undefined) throw unfit(column, kind, 'it has a transformer, which the server knows not');
  const type = kind === 'sum' ? wide.sum : wide.average;
  const operand = type === name ? cqlName : `CAST(${cqlName} AS ${type})`;
  const selector: Selector = { cql: `${kind === 'sum' ? 'sum' : 'avg'}(${operand})`, alias, types: [] };
  const convert = kind === 'sum' ? sumReader(column, decode(column)) : averageReader(name, decode(column));
  // Cassandra answers 0 for the sum of nothing; the count tells it from a real one.
  return { selectors: [selector, counted], read: (row) => (Number(row[count]) > 0 ? convert(row[alias]) : null) };
}

/** Types wide enough to add up a column of a type, and to divide the sum. */
const WIDER: ReadonlyMap<string, { readonly sum: string; readonly average: string }> = new Map([
  ...(['tinyint', 'smallint', 'int'] as const).map((type) => [type, { sum: 'bigint', average: 'double' }] as const),
  ...(['bigint', 'counter', 'varint'] as const).map((type) => [type, { sum: 'varint', average: 'double' }] as const),
  ...(['float', 'double'] as const).map((type) => [type, { sum: 'double', average: 'double' }] as const),
  ['decimal', { sum: 'decimal', average: 'decimal' }],
]);

const INT64_MAX = 2n ** 63n - 1n;

function sumReader(column: ColumnMetadata, decode: ScalarDecoder | undefined): ScalarDecoder {
  const name = column.type.kind === 'scalar' ? column.type.name : '';
  if (['tinyint', 'smallint', 'int'].includes(name)) return (value) => safeNumber(column, BigInt(String(value)));
  if (name === 'bigint' || name === 'counter') {
    return (value) => {
      const sum = BigInt(String(value));
      if (sum > INT64_MAX || sum < -INT64_MAX - 1n) throw tooLarge(column);
      return decode === undefined ? sum : decode(sum);
    };
  }
  return (value) => (decode === undefined ? value : decode(value));
}

function averageReader(name: string | undefined, decode: ScalarDecoder | undefined): ScalarDecoder {
  return name === 'decimal' && decode !== undefined ? decode : (value) => value;
}

function safeNumber(column: ColumnMetadata, sum: bigint): number {
  const value = Number(sum);
  if (Number.isSafeInteger(value)) return value;
  throw tooLarge(column);
}

function tooLarge({ path }: ColumnMetadata): ValidationError {
  return new ValidationError(`${path}: the sum is beyond what the property's type holds exactly.`);
}

function unfit({ path }: ColumnMetadata, kind: AggregateKind, reason: string): QueryPlanError {
  return new QueryPlanError(`${path}: no ${kind} of it, as ${reason}.`, { path });
}

/** The aggregates of an object of them. @throws QueryPlanError for anything else. */
export function readAggregates(table: TableMetadata, aggregates: unknown): readonly (readonly [string, Aggregate])[] {
  const entries = typeof aggregates === 'object' && aggregates !== null ? Object.entries(aggregates) : [];
  if (entries.length === 0) {
    throw new QueryPlanError(`${table.name}: name at least one aggregate, such as { rows: Count() }.`);
  }
  return entries.map(([name, aggregate]: [string, unknown]) => {
    if (aggregate instanceof Aggregate) {
      // Only a count goes without a column; anything else would be one.
      if (aggregate.kind !== 'count' || aggregate.column !== undefined)
        requireColumn(table, aggregate.column as string);
      return [name, aggregate] as const;
    }
    throw new QueryPlanError(
      `${table.name}: '${name}' is ${describeValue(aggregate)}, not an aggregate such as Count().`,
    );
  });
}

/** What aggregates answer over no rows at all. */
export function ofNothing(aggregates: Readonly<Record<string, Aggregate>>): object {
  return Object.fromEntries(Object.entries(aggregates).map(([name, { kind }]) => [name, kind === 'count' ? 0 : null]));
}
