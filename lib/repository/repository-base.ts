import { ConfigurationError } from '../errors';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import type { SynchronizeOptions, SyncResult } from '../schema/synchronize-schema';
import type { EntityTable } from './entity-table';
import type { RepositoryOptions } from './option-ladder';
import { checkRepositoryOptions } from './option-ladder';
import { requireOptions } from './require-options';
import type { TableSource } from './table-source';
import { changedSource } from './table-source';

/** What every repository is: one entity's table, and ways to the same table with other defaults, keyspace or methods. */
export abstract class RepositoryBase<E extends object> {
  readonly #source: TableSource<E>;

  constructor(base: RepositoryBase<E> | EntityTable<E> | TableSource<E>) {
    this.#source = typeof base === 'function' ? base : #source in base ? base.#source : () => base;
  }

  /** @internal Asked for at each call, because the keyspace may be another one in each (see `DataSource.withKeyspace`). */
  protected get table(): EntityTable<E> {
    return this.#source();
  }

  /** The entity class. */
  get target(): EntityClass<E> {
    return this.table.metadata.target;
  }

  /** The table as caspy understands it: names, columns, keys, indexes. */
  get metadata(): TableMetadata<E> {
    return this.table.metadata;
  }

  /**
   * The same repository with other defaults for its requests, over the same compiled statements. Options of a call stand
   * above them; those of `@Table()` and of the data source stay below.
   *
   * @throws ConfigurationError for an unknown option.
   * @example
   * ```ts
   * const patient = users.withOptions({ consistency: 'LOCAL_ONE', timeout: 30_000 });
   * ```
   */
  withOptions(options: RepositoryOptions): this {
    checkRepositoryOptions(this.metadata.name, options);
    const own = { ...options };
    return this.derive(changedSource(this.#source, (table) => table.withOptions(own)));
  }

  /**
   * The same repository in another keyspace, for example of a tenant. Its statements name that keyspace, so it needs no
   * session of its own and no `USE`. They are compiled on first use and kept for the keyspaces used last. Whether there
   * is such a keyspace is not checked here: the server refuses the first request.
   *
   * @throws ConfigurationError when it is no name of a keyspace.
   * @example
   * ```ts
   * const user = await users.withKeyspace('tenant_7').get({ id });
   * ```
   */
  withKeyspace(keyspace: string): this {
    return this.derive(this.table.inKeyspace(keyspace));
  }

  /**
   * Makes the table on the server what the entity wants, with its types and indexes, in the keyspace of the repository:
   * `dataSource.synchronize()` for one table. Other tables are not looked at.
   *
   * @throws SchemaError when a statement fails, or the nodes do not agree on the schema afterwards.
   * @example
   * ```ts
   * await users.withKeyspace('tenant_7').syncTable();
   * ```
   */
  syncTable(options?: SynchronizeOptions): Promise<SyncResult> {
    return this.table.synchronize(options);
  }

  /**
   * The same repository with methods of your own, which `withOptions()` and `withKeyspace()` keep. `this` is typed in
   * them. For fields and constructors write a class instead: `class UserRepository extends Repository<User> { … }`.
   *
   * @throws ConfigurationError for a name that the repository has already.
   * @example
   * ```ts
   * const users = dataSource.getRepository(User).extend({
   *   async findByEmail(email: string) {
   *     return this.findOneBy({ email });
   *   },
   * });
   * ```
   */
  extend<M extends object>(methods: M & ThisType<this & M>): this & M {
    const taken = Object.keys(requireOptions(this.metadata.name, methods)).find((name) => name in this);
    if (taken !== undefined) {
      throw new ConfigurationError(
        `${this.metadata.name}: extend() cannot replace '${taken}', which the repository has. Take another name.`,
      );
    }
    const derived = this.derive(this.#source);
    return Object.defineProperties(derived, Object.getOwnPropertyDescriptors(methods)) as this & M;
  }

  /** @internal The same repository, its class and its extensions, over another table. */
  protected abstract derive(table: EntityTable<E> | TableSource<E>): this;
}

/**
 * Another object of the same class. Only the constructor of `made` runs, as the constructor of a user's subclass may
 * want other arguments; the fields of the subclass are copied.
 */
export function deriveFrom<R extends object>(repository: R, made: new (table: never) => object, table: object): R {
  // With another `new.target` the result has the subclass's prototype.
  const derived = Reflect.construct(made, [table], repository.constructor) as R;
  return Object.defineProperties(derived, Object.getOwnPropertyDescriptors(repository));
}
