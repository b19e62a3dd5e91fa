import { ConfigurationError } from '../errors';
import type { KeysOf } from '../metadata/primary-key';
import type { EntityClass } from '../metadata/table-metadata';
import type { KeyOf, SavableOf, WhereOf } from '../query/typed-keys';
import type { Changes, ColumnKeys, Key, Values, Where } from '../query/where';
import type { SynchronizeOptions, SyncResult } from '../schema/synchronize-schema';
import type { BulkResult, BulkSaveOptions } from './bulk/bulk-options';
import type { BulkSource } from './bulk/source';
import type { CollectionChange } from './collection-change';
import { knownRow, rememberRow } from './loaded-row';
import type {
  Page,
  ReadOptions,
  Selected,
  Selection,
  WriteResult,
  DeleteOptions,
  SaveOptions,
  UpdateOptions,
} from './options';
import type { QuerySet } from './query-set';
import type { Repository, RepositoryOf } from './repository';
import type { FindOptionsOf, FindPageOptionsOf } from './typed-options';

type AnyRepository = () => Repository<object>;

/** The data source that was initialized last with a class serves its active records. */
const repositories = new WeakMap<object, AnyRepository>();

/** @internal Called by the data source for each of its classes. */
export function bindRepository(target: object, repository: AnyRepository): void {
  repositories.set(target, repository);
}

/** @internal Undoes `bindRepository`, unless another data source has bound the class since. */
export function unbindRepository(target: object, repository: AnyRepository): void {
  if (repositories.get(target) === repository) repositories.delete(target);
}

function repositoryOf<E extends object>(target: EntityClass<E>): Repository<E> {
  const repository = repositories.get(target);
  if (repository === undefined) {
    throw new ConfigurationError(
      `${target.name} belongs to no initialized data source. List it in 'entities' and await initialize() first.`,
    );
  }
  // A class is bound to the repository of that very class.
  return repository() as unknown as Repository<E>;
}

/**
 * Active record, for those who like it: entities that extend this class read and write themselves through the data
 * source that was initialized with them. The methods are those of `Repository`.
 *
 * @throws ConfigurationError from every method, while no data source with this class is initialized.
 * @example
 * ```ts
 * @Table()
 * class User extends BaseEntity {
 *   @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
 *   @Column() name!: string;
 * }
 * const user = await User.create({ name: 'Ada' }).save();
 * for await (const each of User.all()) console.log(each.name);
 * ```
 */
export abstract class BaseEntity {
  static getRepository<C extends EntityClass<BaseEntity>>(this: C): RepositoryOf<C> {
    // Of a class that says so, only the reading half is in the type.
    return typedRepository(this) as unknown as RepositoryOf<C>;
  }

  /** `Repository.syncTable` */
  static async syncTable(this: EntityClass<BaseEntity>, options?: SynchronizeOptions): Promise<SyncResult> {
    return repositoryOf(this).syncTable(options);
  }

  static create<E extends BaseEntity>(this: EntityClass<E>, values?: Values<E>): E {
    return repositoryOf(this).create(values);
  }

  static async get<C extends EntityClass<BaseEntity>>(
    this: C,
    key: KeyOf<InstanceType<C>, KeysOf<C>>,
    options?: ReadOptions,
  ): Promise<InstanceType<C> | null> {
    return typedRepository(this).get(key, options);
  }

  static async getOrFail<C extends EntityClass<BaseEntity>>(
    this: C,
    key: KeyOf<InstanceType<C>, KeysOf<C>>,
    options?: ReadOptions,
  ): Promise<InstanceType<C>> {
    return typedRepository(this).getOrFail(key, options);
  }

  static async find<
    C extends EntityClass<BaseEntity>,
    const S extends Selection<InstanceType<C>> | undefined = undefined,
    W extends Where<InstanceType<C>> = Where<InstanceType<C>>,
    F extends boolean = false,
  >(this: C, options?: FindOptionsOf<InstanceType<C>, KeysOf<C>, S, W, F>): Promise<Selected<InstanceType<C>, S>[]> {
    return typedRepository(this).find<S, W, F>(options);
  }

  static async findBy<C extends EntityClass<BaseEntity>, W extends Where<InstanceType<C>>>(
    this: C,
    where: WhereOf<InstanceType<C>, KeysOf<C>, W>,
  ): Promise<InstanceType<C>[]> {
    return typedRepository(this).findBy<W>(where);
  }

  static async findOne<
    C extends EntityClass<BaseEntity>,
    const S extends Selection<InstanceType<C>> | undefined = undefined,
    W extends Where<InstanceType<C>> = Where<InstanceType<C>>,
    F extends boolean = false,
  >(
    this: C,
    options: FindOptionsOf<InstanceType<C>, KeysOf<C>, S, W, F>,
  ): Promise<Selected<InstanceType<C>, S> | null> {
    return typedRepository(this).findOne<S, W, F>(options);
  }

  static async findOneBy<C extends EntityClass<BaseEntity>, W extends Where<InstanceType<C>>>(
    this: C,
    where: WhereOf<InstanceType<C>, KeysOf<C>, W>,
  ): Promise<InstanceType<C> | null> {
    return typedRepository(this).findOneBy<W>(where);
  }

  static async findPage<
    C extends EntityClass<BaseEntity>,
    const S extends Selection<InstanceType<C>> | undefined = undefined,
    W extends Where<InstanceType<C>> = Where<InstanceType<C>>,
    F extends boolean = false,
  >(
    this: C,
    options?: FindPageOptionsOf<InstanceType<C>, KeysOf<C>, S, W, F>,
  ): Promise<Page<Selected<InstanceType<C>, S>>> {
    return typedRepository(this).findPage<S, W, F>(options);
  }

  static filter<C extends EntityClass<BaseEntity>, W extends Where<InstanceType<C>>>(
    this: C,
    where: WhereOf<InstanceType<C>, KeysOf<C>, W>,
  ): QuerySet<InstanceType<C>, InstanceType<C>, KeysOf<C>> {
    return typedRepository(this).filter<W>(where);
  }

  static all<C extends EntityClass<BaseEntity>>(this: C): QuerySet<InstanceType<C>, InstanceType<C>, KeysOf<C>> {
    return typedRepository(this).all();
  }

  static async count<C extends EntityClass<BaseEntity>, W extends Where<InstanceType<C>>>(
    this: C,
    where?: WhereOf<InstanceType<C>, KeysOf<C>, W>,
  ): Promise<number> {
    return where === undefined ? typedRepository(this).count() : typedRepository(this).countBy<W>(where);
  }

  static async bulkSave<C extends EntityClass<BaseEntity>>(
    this: C,
    items: BulkSource<SavableOf<InstanceType<C>, KeysOf<C>>>,
    options?: BulkSaveOptions<InstanceType<C>>,
  ): Promise<BulkResult<InstanceType<C>>> {
    return typedRepository(this).bulkSave(items, options);
  }

  /** Writes this entity: one upsert. */
  async save(options?: SaveOptions): Promise<this> {
    return own(this).save(this, options);
  }

  /** Writes these columns only, and sets them on this entity once the server has them. */
  async update(changes: Changes<this>, options?: UpdateOptions<this>): Promise<WriteResult<this>> {
    return own(this).updateEntity(this, changes, options);
  }

  /**
   * Changes a collection of this row in place, on the server. The property of this entity stays as it is, and a later
   * `save` does not send it; `reload()` shows what the row holds now.
   */
  async updateCollection<C extends ColumnKeys<this>>(
    column: C,
    change: CollectionChange<NonNullable<this[C]>>,
    options?: UpdateOptions<this>,
  ): Promise<WriteResult<this>> {
    const repository = own(this);
    return repository.updateCollection(keyOf(repository, this), column, change, options);
  }

  /** Deletes the row of this entity. */
  async remove(options?: DeleteOptions<this>): Promise<this> {
    return own(this).remove(this, options);
  }

  /** Reads the row again into this entity. @throws EntityNotFoundError when it is gone. */
  async reload(options?: ReadOptions): Promise<this> {
    const repository = own(this);
    const fresh = await repository.getOrFail(keyOf(repository, this), options);
    rememberRow(this, knownRow(fresh));
    return Object.assign(this, fresh);
  }
}

/** `repositoryOf` with the keys of the class, for calls that the compiler checks against them. */
function typedRepository<C extends EntityClass<BaseEntity>>(target: C): Repository<InstanceType<C>, KeysOf<C>> {
  return repositoryOf(target) as unknown as Repository<InstanceType<C>, KeysOf<C>>;
}

function own<E extends BaseEntity>(entity: E): Repository<E> {
  // `constructor` is the class that made the entity.
  return repositoryOf(entity.constructor as EntityClass<E>);
}

function keyOf<E extends BaseEntity>(repository: Repository<E>, entity: E): Key<E> {
  const entries = repository.metadata.primaryKey.map(({ property }) => [property, Reflect.get(entity, property)]);
  // The names are those of E's key properties, which the type system cannot see.
  return Object.fromEntries(entries) as Key<E>;
}
