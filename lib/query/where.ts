import type {
  CounterChange,
  ElementChange,
  EntryChange,
  FieldsChange,
  KeyChange,
  PlaceChange,
  ServerFunction,
} from './changes';
import type { ContainsEntryOperator, ContainsKeyOperator, ContainsOperator, Operator } from './operators';

type AnyFunction = (...args: never[]) => unknown;

/** The properties of an entity that hold data, without its methods. */
export type ColumnKeys<E> = { [K in keyof E]-?: NonNullable<E[K]> extends AnyFunction ? never : K }[keyof E] & string;

// A Map has every member of a ReadonlySet, so it is asked for first.
type CollectionOperator<V> =
  V extends ReadonlyMap<infer K, infer T>
    ? ContainsOperator<T> | ContainsKeyOperator<K> | ContainsEntryOperator<K, T>
    : V extends ReadonlySet<infer T>
      ? ContainsOperator<T>
      : V extends Uint8Array | Float32Array
        ? never
        : V extends readonly (infer T)[]
          ? ContainsOperator<T>
          : V extends Readonly<Record<string, infer T>>
            ? ContainsOperator<T> | ContainsKeyOperator<string> | ContainsEntryOperator<string, T>
            : never;

type Comparand<V> = V | Operator<V> | CollectionOperator<V>;

/**
 * Conditions by property, all of which must hold; a plain value stands for equality. CQL has no OR, so there is no
 * array form. `undefined`, `null` and unknown properties are refused when the query is made.
 */
export type Where<E> = { readonly [K in ColumnKeys<E>]?: Comparand<NonNullable<E[K]>> };

/** Conditions of a conditional write, by property; null asks for a column without a value. */
export type Conditions<E> = { readonly [K in ColumnKeys<E>]?: Comparand<NonNullable<E[K]>> | null };

/** Values by property, as `create`, `save`, `insert` and `update` take them. */
export type Values<E> = { readonly [K in ColumnKeys<E>]?: NonNullable<E[K]> | null | undefined };

/** What `insert` writes, by property: values, and those that the server makes. */
export type NewValues<E> = {
  readonly [K in ColumnKeys<E>]?: NonNullable<E[K]> | ServerFunction<NonNullable<E[K]>> | null | undefined;
};

type ChangeOf<V> =
  V extends ReadonlyMap<infer K, infer T>
    ? EntryChange<K, T> | KeyChange<K> | PlaceChange<K, T>
    : V extends ReadonlySet<infer T>
      ? ElementChange<T>
      : V extends Uint8Array | Float32Array
        ? never
        : V extends readonly (infer T)[]
          ? ElementChange<T> | PlaceChange<number, T>
          : V extends bigint
            ? CounterChange
            : | FieldsChange<Partial<V>>
              | (V extends Readonly<Record<string, infer T>>
                  ? EntryChange<string, T> | KeyChange<string> | PlaceChange<string, T>
                  : never);

type Changed<V> = V | ServerFunction<V> | ChangeOf<V> | readonly ChangeOf<V>[];

/** What `update` writes, by property: values, changes in place such as `Add()`, or several changes of one column. */
export type Changes<E> = { readonly [K in ColumnKeys<E>]?: Changed<NonNullable<E[K]>> | null | undefined };

/** Key columns by property. That they are complete is checked at run time, before anything is sent. */
export type Key<E> = { readonly [K in ColumnKeys<E>]?: NonNullable<E[K]> };

/** The properties of an entity that hold vectors of floats. */
export type VectorKeys<E> = {
  [C in ColumnKeys<E>]: NonNullable<E[C]> extends readonly number[] | Float32Array ? C : never;
}[ColumnKeys<E>];

/** The vector to which rows are to be near, by the one property that holds vectors like it. */
export type Nearest<E> = { readonly [C in VectorKeys<E>]?: NonNullable<E[C]> };

/** Directions by property; the order of the properties counts. */
export type Order<E> = { readonly [K in ColumnKeys<E>]?: 'ASC' | 'DESC' };
