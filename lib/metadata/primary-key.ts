/** Survives two copies of caspy in one process. */
const BRAND = Symbol.for('caspy.primaryKey');

/** Further columns that queries may name, for `primaryKey()`. */
export interface PrimaryKeyOptions<I extends string, S extends string> {
  /** Columns with an `@Index`: they may stand in a `where` without the key. */
  readonly indexed?: readonly I[] | undefined;
  /** Static columns: they are written by the partition key alone. */
  readonly static?: readonly S[] | undefined;
}

/** The keys of an entity as a value that the type checker reads too; made by `primaryKey()`. */
export class PrimaryKey<
  out P extends readonly string[] = readonly string[],
  out C extends readonly string[] = readonly string[],
  in I extends string = never,
  in S extends string = never,
> {
  /**
   * Only for the type checker. A child may list more than its parent, whose static it overrides, so these names stand
   * where TypeScript lets a subclass have more.
   */
  declare protected readonly lists: (indexed: I, statics: S) => void;
  readonly partition: P;
  readonly clustering: C;
  readonly indexed: readonly string[];
  readonly static: readonly string[];

  constructor(partition: P, clustering: C, options: PrimaryKeyOptions<I, S>) {
    this.partition = Object.freeze(partition);
    this.clustering = Object.freeze(clustering);
    this.indexed = Object.freeze([...(options.indexed ?? [])]);
    this.static = Object.freeze([...(options.static ?? [])]);
    Object.defineProperty(this, BRAND, { value: true });
    Object.freeze(this);
  }
}

/** True for what `primaryKey()` made, also that of another copy of caspy. */
export function isPrimaryKey(value: unknown): value is PrimaryKey {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, BRAND);
}

/** Marks repositories of classes without a static `keys`: their queries are checked at run time only. */
export interface UntypedKeys {
  readonly keys: 'unknown to the type checker';
}

declare const counter: unique symbol;

/** The type of a counter's property: a bigint that tells the type checker that it cannot be saved. */
export type Counter = bigint & { readonly [counter]?: true };

/** Marks repositories of tables with properties of type `Counter`. */
export interface CounterTable {
  readonly counters: 'incremented and decremented only';
}

/** `unknown` for an entity with a property of type `Counter`, `never` for every other one. */
export type IfCounters<E> = true extends {
  [P in keyof E]-?: typeof counter extends keyof NonNullable<E[P]> ? true : false;
}[keyof E]
  ? unknown
  : never;

/** What a class says about its keys in its static `keys`; `UntypedKeys` where it says nothing. */
export type KeysOf<C> = C extends { readonly keys: infer K extends PrimaryKey } ? K : UntypedKeys;

/** What `primaryKey<E>()` returns: takes the columns in the order of the decorators. */
export type PrimaryKeyFactory<E> = <
  const P extends readonly [keyof E & string, ...(keyof E & string)[]],
  const C extends readonly (keyof E & string)[] = readonly [],
  const I extends keyof E & string = never,
  const S extends keyof E & string = never,
>(
  partition: P,
  clustering?: C,
  options?: PrimaryKeyOptions<I, S>,
) => PrimaryKey<P, C, I, S>;

/**
 * Tells the type checker the keys that the decorators declare, so that a query which Cassandra would refuse does not
 * compile. Opt-in: put the result on the class as `static readonly keys`.
 *
 * The properties stand as in the table: partition key, then clustering columns in their order. `initialize()` compares
 * them with the decorators, and every difference is a fault of the `MetadataError` that it throws.
 *
 * @example
 * ```ts
 * @Table()
 * class Reading {
 *   static readonly keys = primaryKey<Reading>()(['tenant', 'day'], ['sensor', 'at'], { indexed: ['unit'] });
 *   @PartitionKey('text') tenant!: string;
 *   @PartitionKey('date') day!: string;
 *   @ClusteringKey('text') sensor!: string;
 *   @ClusteringKey('timestamp') at!: Date;
 *   @Index() @Column('text') unit!: string;
 * }
 * // error: "'day' is missing: a where names the whole partition key, which is tenant, day"
 * await dataSource.getRepository(Reading).findBy({ tenant: 'a' });
 * ```
 */
export function primaryKey<E extends object>(): PrimaryKeyFactory<E> {
  return (partition, clustering, options = {}) => {
    // Left out means none, which is what the default of C says.
    const columns = (clustering ?? []) as NonNullable<typeof clustering>;
    return new PrimaryKey(partition, columns, options);
  };
}
