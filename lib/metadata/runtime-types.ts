import type { UserTypeReference } from '../types/user-type';

interface ScalarValues {
  readonly ascii: string;
  readonly bigint: bigint;
  readonly blob: Buffer;
  readonly boolean: boolean;
  readonly counter: bigint;
  readonly date: string;
  readonly decimal: string;
  readonly double: number;
  readonly float: number;
  readonly inet: string;
  readonly int: number;
  readonly smallint: number;
  readonly text: string;
  readonly time: string;
  readonly timestamp: Date;
  readonly timeuuid: string;
  readonly tinyint: number;
  readonly uuid: string;
  readonly varchar: string;
  readonly varint: bigint;
}

type Trim<T extends string> = T extends ` ${infer R}` ? Trim<R> : T extends `${infer R} ` ? Trim<R> : T;

/** The value of a CQL type that is written as a literal, in its default form; `unknown` where its text does not tell. */
export type ValueOf<T> = T extends string
  ? string extends T
    ? unknown
    : ValueOfText<Trim<T>>
  : T extends UserTypeReference
    ? InstanceType<ReturnType<T>>
    : unknown;

type ValueOfText<T extends string> = T extends keyof ScalarValues
  ? ScalarValues[T]
  : T extends `frozen<${infer I}>`
    ? ValueOf<I>
    : T extends `set<${infer I}>`
      ? Set<ValueOf<I>>
      : T extends `list<${infer I}>`
        ? ValueOf<I>[]
        : T extends `map<${infer K},${infer V}>`
          ? Map<ValueOf<K>, ValueOf<V>>
          : T extends `vector<${infer I},${string}>`
            ? ValueOf<I>[]
            : unknown;

/** Rows hold null where a column was never written; collections read as empty, and keys are always there. */
type Nullable<V> = unknown extends V
  ? unknown
  : V extends ReadonlySet<unknown> | ReadonlyMap<unknown, unknown> | readonly unknown[]
    ? V
    : V | null;

type PropertyOf<D> = D extends { readonly type: infer T }
  ? D extends { readonly transformer: object } | { readonly as: unknown }
    ? unknown
    : D extends { readonly key: 'partition' | 'clustering' }
      ? ValueOf<T>
      : Nullable<ValueOf<T>>
  : Nullable<ValueOf<D>>;

/** The entity that `createEntity` makes of columns. */
export type RuntimeEntity<C> = { -readonly [P in keyof C]: PropertyOf<C[P]> };
