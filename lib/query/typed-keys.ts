import type { CounterTable, PrimaryKey } from '../metadata/primary-key';
import type { Operator } from './operators';
import type { ColumnKeys, Key, Order, Where } from './where';

declare const why: unique symbol;

/** Never a value: the compiler shows it where a query cannot be, and its argument says why. */
export interface QueryTypeError<Message extends string> {
  readonly [why]: Message;
}

/** Operators that CQL takes at the end of a clustering prefix, and nowhere else in the key. */
type RangeName = '<' | '<=' | '>' | '>=' | 'BETWEEN';

type IsRange<V> = [V] extends [Operator<unknown, infer N>] ? ([N] extends [RangeName] ? true : false) : false;

type Join<T extends readonly string[]> = T extends readonly [infer H extends string]
  ? H
  : T extends readonly [infer H extends string, ...infer R extends readonly string[]]
    ? `${H}, ${Join<R>}`
    : '';

type Partition<K extends PrimaryKey> = K['partition'][number];
type Clustering<K extends PrimaryKey> = K['clustering'][number];
type KeyColumn<K extends PrimaryKey> = Partition<K> | Clustering<K>;
type Lists = readonly string[];
type Indexed<K extends PrimaryKey> = K extends PrimaryKey<Lists, Lists, infer I> ? I : never;
type Static<K extends PrimaryKey> = K extends PrimaryKey<Lists, Lists, never, infer S> ? S : never;

/** What is left to check of the clustering key `C`: a prefix of equalities, with at most one range, at its end. */
type CheckClustering<C extends readonly string[], I extends string, W> = C extends readonly [
  infer H extends string,
  ...infer R extends readonly string[],
]
  ? H extends keyof W
    ? IsRange<W[H]> extends true
      ? CheckNoneOf<R, I, W, ` stands behind a range on '${H}', where CQL takes no further clustering column`>
      : CheckClustering<R, I, W>
    : CheckNoneOf<R, I, W, ` needs '${H}' before it: clustering columns are given in their order, without a gap`>
  : unknown;

type CheckNoneOf<R extends readonly string[], I extends string, W, Reason extends string> = [
  Exclude<Extract<R[number], keyof W>, I>,
] extends [never]
  ? unknown
  : QueryTypeError<`'${Exclude<Extract<R[number], keyof W>, I>}'${Reason}`>;

type Ranges<W, P extends string> = {
  [K in P]: K extends keyof W ? (IsRange<W[K]> extends true ? K : never) : never;
}[P];

type CheckPartition<K extends PrimaryKey, I extends string, W> = [Exclude<Partition<K>, keyof W>] extends [never]
  ? [Ranges<W, Exclude<Partition<K>, I>>] extends [never]
    ? CheckClustering<K['clustering'], I, W>
    : QueryTypeError<`'${Ranges<W, Exclude<Partition<K>, I>>}' is part of the partition key, which takes a value or In(), but no range`>
  : QueryTypeError<`'${Exclude<Partition<K>, keyof W>}' is missing: a where names the whole partition key, which is ${Join<K['partition']>}`>;

type Undefined<W> = { [P in keyof W]-?: undefined extends W[P] ? P : never }[keyof W];

type CheckNamed<K extends PrimaryKey, I extends string, W, Way extends string> = [Undefined<W>] extends [never]
  ? [Exclude<keyof W, I>] extends [never]
    ? unknown
    : [Exclude<keyof W, KeyColumn<K> | I>] extends [never]
      ? CheckPartition<K, I, W>
      : QueryTypeError<`'${Exclude<keyof W, KeyColumn<K> | I> & string}' is not a key column: ${Way}`>
  : QueryTypeError<`'${Undefined<W> & string}' may be undefined: check it before the query`>;

type CheckColumns<E, K extends PrimaryKey, I extends string, W, Way extends string> = [keyof W] extends [never]
  ? QueryTypeError<`the where is empty: name the whole partition key, which is ${Join<K['partition']>}`>
  : [Exclude<keyof W, ColumnKeys<E>>] extends [never]
    ? CheckNamed<K, I, W, Way>
    : QueryTypeError<`'${Exclude<keyof W, ColumnKeys<E>> & string}' is no column`>;

/** True for `Where<E>` itself: conditions that were put together at run time, and are checked there. */
type IsDynamic<E, W> = [keyof Where<E>] extends [keyof W] ? (Where<E> extends W ? true : false) : false;

/** `unknown` where the key or an index serves the conditions, otherwise a `QueryTypeError`. */
type CheckWhere<E, K extends PrimaryKey, I extends string, W, Way extends string> =
  IsDynamic<E, W> extends true ? unknown : CheckColumns<E, K, I, W, Way>;

type ReadWay = 'declare an index on it, use find() with allowFiltering, or query another table';
type DeleteWay = 'a delete names rows by their key, and filter(…).delete() finds keys over an index';

/** What `save` and `insert` take: nothing at all for a table of counters. */
export type SavableOf<T, K> = K extends CounterTable
  ? QueryTypeError<'a table of counters cannot be saved or inserted: use increment() and decrement()'>
  : T;

/** The conditions of a read. */
export type WhereOf<E, K, W> = K extends PrimaryKey ? W & CheckWhere<E, K, Indexed<K>, W, ReadWay> : Where<E>;

/** The conditions of a read that may ask for filtering: then they may be any. */
export type FilterableWhere<E, K, W, F> = K extends PrimaryKey
  ? W & (F extends true ? unknown : CheckWhere<E, K, Indexed<K>, W, ReadWay>)
  : Where<E>;

/** The conditions of a delete; no index helps there. */
export type CriteriaOf<E, K, W> = K extends PrimaryKey ? W & CheckWhere<E, K, never, W, DeleteWay> : Where<E>;

type ValuesAt<E, N extends string> = { readonly [P in N & keyof E]: NonNullable<E[P]> };

/** The whole primary key. */
export type KeyOf<E, K> = K extends PrimaryKey ? ValuesAt<E, KeyColumn<K>> : Key<E>;

/** The whole primary key or, where the class declares static columns, the partition key alone. */
export type UpdateKeyOf<E, K> = K extends PrimaryKey
  ? | ValuesAt<E, KeyColumn<K>>
    | ([Static<K>] extends [never] ? never : ValuesAt<E, Partition<K>> & { readonly [P in Clustering<K>]?: never })
  : Key<E>;

/** The changes of an update: any column but those of the key. `V` is `Base` itself where they came at run time. */
export type ChangesOf<E, K, V, Base> = K extends PrimaryKey ? V & CheckChanges<E, K, V, Base> : Base;

type CheckChanges<E, K extends PrimaryKey, V, Base> = [keyof Base] extends [keyof V]
  ? unknown
  : [Exclude<keyof V, ColumnKeys<E>>] extends [never]
    ? [Extract<keyof V, KeyColumn<K>>] extends [never]
      ? unknown
      : QueryTypeError<`'${Extract<keyof V, KeyColumn<K>>}' is part of the primary key, which cannot change: save a new row, delete the old`>
    : QueryTypeError<`'${Exclude<keyof V, ColumnKeys<E>> & string}' is no column`>;

type Direction = 'ASC' | 'DESC';

/** An order by clustering columns. The error is a direction too, so that typed repositories fit where untyped ones do. */
export type OrderOf<E, K> = K extends PrimaryKey
  ? {
      readonly [P in ColumnKeys<E>]?: P extends Clustering<K>
        ? Direction
        : Direction & QueryTypeError<`'${P}' is no clustering column: ${Ordered<K>}`>;
    }
  : Order<E>;

type Ordered<K extends PrimaryKey> = K['clustering'] extends readonly []
  ? 'a partition has one row, so there is no order'
  : `rows of a partition are ordered by ${Join<K['clustering']>}`;

/** `unknown` for a clustering column, otherwise a `QueryTypeError`. */
export type CheckOrder<K, P extends string> = K extends PrimaryKey
  ? P extends Clustering<K>
    ? unknown
    : QueryTypeError<`'${P}' is no clustering column: ${Ordered<K>}`>
  : unknown;
