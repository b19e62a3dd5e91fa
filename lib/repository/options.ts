import type { ValidateSetting } from '../metadata/validate-options';
import type { ColumnKeys, Conditions, Nearest, Order, Where } from '../query/where';
import type { RequestOptions } from '../session/request';

/** What every request takes. */
type SharedOptions = Pick<RequestOptions, 'consistency' | 'profile' | 'timeout' | 'signal' | 'tracing'>;

/** Options of every read. */
export interface ReadOptions extends SharedOptions {
  /** Rows per page that travel at once, at most 10,000; 1,000 unless set. */
  readonly fetchSize?: number | undefined;
  /** `false` runs no `@AfterLoad` and no subscriber. */
  readonly hooks?: boolean | undefined;
}

/** Options of every write. */
export interface WriteOptions extends SharedOptions, Pick<RequestOptions, 'serialConsistency' | 'idempotent'> {
  /** `false` runs no hooks and no subscribers. */
  readonly hooks?: boolean | undefined;
  /** Seconds until the written cells disappear, 1 to 630,720,000 (20 years); 0 means never. */
  readonly ttl?: number | undefined;
  /** Microseconds since 1970; of two writes to a cell the one with the later timestamp stays. */
  readonly timestamp?: bigint | number | undefined;
}

/**
 * Which columns to read: `['id', 'name']` or `{ id: true, name: true }`; with the times of cells
 * `{ columns: ['id', 'name'], ttl: ['name'], writetime: ['name'] }`.
 */
export type Selection<E> = readonly ColumnKeys<E>[] | { readonly [K in ColumnKeys<E>]?: true } | CellSelection<E>;

/** Columns, and the cells whose times are read too. */
export interface CellSelection<E> {
  /** The columns to read; without it all of them. */
  readonly columns?: readonly ColumnKeys<E>[];
  /** Seconds that are left of each cell, null where it stays for ever. */
  readonly ttl?: readonly ColumnKeys<E>[];
  /** Microseconds since 1970 at which each cell was written. */
  readonly writetime?: readonly ColumnKeys<E>[];
}

/** One value for a cell; a collection that is not frozen has one cell for each element. */
type CellTime<V, T> = [V] extends [string | number | bigint | boolean | Date | Uint8Array | Float32Array]
  ? T | null
  : T | null | readonly (T | null)[];

/** A row of a `CellSelection`. */
export type CellRow<E, S> = (S extends { readonly columns: readonly (infer C extends keyof E)[] }
  ? Pick<E, C>
  : Pick<E, ColumnKeys<E>>) &
  (S extends { readonly ttl: readonly (infer C extends keyof E)[] }
    ? { readonly ttl: { readonly [P in C]: CellTime<NonNullable<E[P]>, number> } }
    : unknown) &
  (S extends { readonly writetime: readonly (infer C extends keyof E)[] }
    ? { readonly writetime: { readonly [P in C]: CellTime<NonNullable<E[P]>, bigint> } }
    : unknown);

/** What a selection leaves of an entity; without one it is the entity itself. */
export type Selected<E, S> = S extends readonly (infer K extends keyof E)[]
  ? Pick<E, K>
  : S extends { readonly ttl: readonly unknown[] } | { readonly writetime: readonly unknown[] }
    ? CellRow<E, S>
    : S extends { readonly columns: readonly (infer K extends keyof E)[] }
      ? Pick<E, K>
      : S extends object
        ? Pick<E, keyof S & keyof E>
        : E;

/** What every way to read takes beside its conditions. */
export interface ReadShape<S> extends ReadOptions {
  readonly select?: S;
  readonly limit?: number | undefined;
  readonly perPartitionLimit?: number | undefined;
}

/** What to read, and how. */
export interface FindOptions<E, S extends Selection<E> | undefined = Selection<E> | undefined> extends ReadShape<S> {
  readonly where?: Where<E> | undefined;
  /** By clustering columns, within one partition. */
  readonly order?: Order<E> | undefined;
  /** The rows whose vectors are nearest to this one, nearest first; see `QuerySet.annOf`. Needs a limit. */
  readonly annOf?: Nearest<E> | undefined;
  /** Lets Cassandra read rows that it then throws away. Refused by default, because it reads up to the whole table. */
  readonly allowFiltering?: boolean | undefined;
}

/** What to read, page by page. */
export interface FindPageOptions<E, S extends Selection<E> | undefined = Selection<E> | undefined>
  extends Omit<FindOptions<E, S>, 'fetchSize' | 'annOf'>, PageRequest {}

/** Which page. */
export interface PageRequest {
  /** Rows per page, 1 to 10,000; 100 unless set. */
  readonly size?: number | undefined;
  /** `next` of the page before; undefined or null for the first page. */
  readonly after?: string | null | undefined;
}

/** One page: its rows, and the token of the page behind it, null when this is the last one. */
export interface Page<R> {
  readonly items: R[];
  readonly next: string | null;
}

/**
 * What became of a write. Only a conditional write can be not applied; `existing` then holds what the server answered
 * about the row that was in the way.
 */
export type WriteResult<E> =
  { readonly applied: true } | { readonly applied: false; readonly existing: Partial<E> | undefined };

interface Validate {
  /**
   * Checks the values by class-validator's rules before anything is sent: `true`, `false`, or options of class-validator
   * such as `{ groups: ['admin'] }`. By default as the repository, the table or the data source says.
   */
  readonly validate?: ValidateSetting | undefined;
}

/** Options of `save`. */
export interface SaveOptions extends WriteOptions, Validate {
  /**
   * Sends of a loaded entity the changes only: elements added to and removed from sets and maps, new values of other
   * columns, and nothing at all when there are none. By default as the table says.
   */
  readonly trackChanges?: boolean | undefined;
  readonly verify?: Verify['verify'];
}

interface Verify {
  /**
   * When a conditional write ends in a time-out, so that its outcome is unknown: reads the row at serial consistency and
   * answers `applied` where it shows what this write makes of it. The same made by another writer looks alike; where
   * the row says nothing, the time-out is thrown as it is.
   */
  readonly verify?: boolean | undefined;
}

/** Options of `insert`. */
export interface InsertOptions extends WriteOptions, Validate {
  /** Writes only when there is no such row; costs a round of Paxos. */
  readonly ifNotExists?: boolean | undefined;
  readonly verify?: Verify['verify'];
}

/** Options of `update`. */
export interface UpdateOptions<E> extends Omit<WriteOptions, 'ttl'>, Validate {
  /**
   * Seconds until the written cells disappear, as in `WriteOptions`; or some for each column: `{ body: 60 }`. Columns
   * that are not named live as long as the table says. Several TTLs are one batch in one partition.
   */
  readonly ttl?: number | { readonly [K in ColumnKeys<E>]?: number } | undefined;
  /** Writes only when there is such a row; costs a round of Paxos. */
  readonly ifExists?: boolean | undefined;
  /** Writes only when these columns have these values, null for none; costs a round of Paxos. */
  readonly if?: Conditions<E> | undefined;
  readonly verify?: Verify['verify'];
}

/** Options of `delete`. */
export interface DeleteOptions<E> extends Omit<WriteOptions, 'ttl'> {
  /** Deletes only when there is such a row; costs a round of Paxos. */
  readonly ifExists?: boolean | undefined;
  /** Deletes only when these columns have these values, null for none; costs a round of Paxos. */
  readonly if?: Conditions<E> | undefined;
  /** Deletes only these columns. */
  readonly columns?: readonly ColumnKeys<E>[] | undefined;
  /** Deletes only these elements: keys of a map, elements of a set, indexes of a list. */
  readonly elements?: { readonly [K in ColumnKeys<E>]?: readonly unknown[] } | undefined;
  readonly verify?: Verify['verify'];
}
