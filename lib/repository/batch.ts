import { ConfigurationError, ValidationError } from '../errors';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import type { Change } from '../query/changes';
import { Decrement, Increment } from '../query/changes';
import { requireColumn } from '../query/conditions';
import type { ChangesOf, CriteriaOf, UpdateKeyOf } from '../query/typed-keys';
import type { Changes, ColumnKeys, NewValues, Where } from '../query/where';
import { describeValue } from '../types/describe-value';
import type { BatchEntry, DeferredEntry } from './batch-entry';
import type {
  BatchDeleteOptions,
  BatchInsertOptions,
  BatchSaveOptions,
  BatchTarget,
  BatchUpdateOptions,
  EntityOf,
  TargetKeys,
} from './batch-options';
import { SHARED_OPTIONS } from './batch-options';
import type { CollectionChange } from './collection-change';
import { readCollectionChange } from './collection-change';
import type { Expectation } from './expectation';
import { hookedValues } from './hooked-writer';
import { deletable, withKind } from './kinds';
import type { HookTarget, Operation } from './lifecycle';
import type { DeleteOptions, UpdateOptions } from './options';
import { requireOptions } from './require-options';
import { saveExpectation } from './save-request';
import type { Writer } from './writer';

const nothing = (): undefined => undefined;

/** The writer of a class or a repository. */
export type WriterOf = (target: BatchTarget) => Writer<object>;

/**
 * Collects writes that are to be sent as one; `dataSource.batch` makes it. Its methods are those of `Repository`, with
 * the class in front where no entity tells it. They check and encode at once, and send nothing.
 *
 * All writes of a batch have one timestamp: of two that set the same cell the larger value stays, and a delete wins
 * over a write of the same row. So write each row once.
 */
export class Batch {
  readonly #writerOf: WriterOf;
  readonly #entries: (BatchEntry | DeferredEntry)[] = [];
  #closed = false;

  /** @internal Made by the data source. */
  constructor(writerOf: WriterOf) {
    this.#writerOf = writerOf;
  }

  /** Statements so far. */
  get size(): number {
    return this.#entries.reduce((sum, entry) => sum + ('requests' in entry ? entry.requests.length : 1), 0);
  }

  /** One upsert each. The entity gets its generated values now, and its version once the batch is written. */
  save<E extends object>(entity: E | readonly E[], options?: BatchSaveOptions): this {
    const list: readonly object[] = Array.isArray(entity) ? entity : [entity];
    for (const each of list) this.#save(each, options);
    return this;
  }

  #save(entity: object, options: BatchSaveOptions | undefined): void {
    const writer = this.#writer(classOf(entity), options);
    const { version } = writer.table;
    const check = (): Promise<void> | undefined => writer.checkSave(entity, options);
    const make = (): BatchEntry => {
      const write = writer.saveRequest(entity, options);
      const requests = write.request === undefined ? [] : [write.request];
      const written = (): void => writer.saved(entity, write, { applied: true });
      const expected = (): Expectation<object> | undefined => saveExpectation(writer.table, write);
      return { writer, requests, version, expected, written };
    };
    this.#add(writer, 'Insert', { entity }, options, make, check);
  }

  insert<T extends BatchTarget>(target: T, values: NewValues<EntityOf<T>>, options: BatchInsertOptions = {}): this {
    const writer = this.#writer(target, options);
    const entity = writer.table.lifecycle === undefined ? values : hookedValues(writer.table, values);
    let validated: object = entity;
    const check = (): Promise<void> | undefined => {
      const checked = writer.checkInsert(entity, options);
      validated = checked?.values ?? entity;
      return checked?.pending;
    };
    const make = (): BatchEntry => {
      const request = writer.insertRequest(validated, options);
      const expected = (): Expectation<object> | undefined => writer.insertExpectation(request);
      return { writer, requests: [request], version: undefined, expected, written: nothing };
    };
    return this.#add(writer, 'Insert', { entity }, options, make, check);
  }

  /** Writes only the columns that `changes` names. A version among the changes must still be that of the row. */
  update<T extends BatchTarget, V extends Changes<EntityOf<T>>>(
    target: T,
    key: UpdateKeyOf<EntityOf<T>, TargetKeys<T>>,
    changes: ChangesOf<EntityOf<T>, TargetKeys<T>, V, Changes<EntityOf<T>>>,
    options: BatchUpdateOptions<EntityOf<T>> = {},
  ): this {
    return this.#update(this.#writer(target, options), key, changes, options);
  }

  /** Changes a collection in place, on the server. */
  updateCollection<T extends BatchTarget, C extends ColumnKeys<EntityOf<T>>>(
    target: T,
    key: UpdateKeyOf<EntityOf<T>, TargetKeys<T>>,
    column: C,
    change: CollectionChange<NonNullable<EntityOf<T>[C]>>,
    options: BatchUpdateOptions<EntityOf<T>> = {},
  ): this {
    const writer = this.#writer(target, options);
    const { metadata }: { readonly metadata: TableMetadata } = writer.table;
    const { kind } = requireColumn(metadata, column).type;
    // What CollectionChange is for an entity that is not known here is an object of changes.
    const changes = { [column]: readCollectionChange(change, kind === 'map') };
    return this.#update(writer, key, changes, options);
  }

  /** Adds to a counter. Counters stand in batches of their own. */
  increment<T extends BatchTarget>(
    target: T,
    key: UpdateKeyOf<EntityOf<T>, TargetKeys<T>>,
    column: ColumnKeys<EntityOf<T>>,
    by: bigint | number = 1n,
  ): this {
    return this.#count(target, key, column, Increment(by));
  }

  /** Subtracts from a counter. */
  decrement<T extends BatchTarget>(
    target: T,
    key: UpdateKeyOf<EntityOf<T>, TargetKeys<T>>,
    column: ColumnKeys<EntityOf<T>>,
    by: bigint | number = 1n,
  ): this {
    return this.#count(target, key, column, Decrement(by));
  }

  #count<T extends BatchTarget>(
    target: T,
    key: UpdateKeyOf<EntityOf<T>, TargetKeys<T>>,
    column: ColumnKeys<EntityOf<T>>,
    change: Change,
  ): this {
    const writer = this.#writer(target, undefined);
    const { metadata }: { readonly metadata: TableMetadata } = writer.table;
    return this.#update(writer, key, { [requireColumn(metadata, column).property]: change }, {});
  }

  /** Deletes a row, a partition, or a range of clustering columns within one. */
  delete<T extends BatchTarget, W extends Where<EntityOf<T>>>(
    target: T,
    criteria: CriteriaOf<EntityOf<T>, TargetKeys<T>, W>,
    options: BatchDeleteOptions<EntityOf<T>> = {},
  ): this {
    const writer = this.#writer(target, options);
    const own = deletable(writer.table.metadata, criteria);
    return this.#add(writer, 'Remove', { key: criteria }, options, () => {
      const parts = options as DeleteOptions<object>;
      const request = writer.deleteRequest(own, parts);
      const expected = (): Expectation<object> | undefined => writer.deleteExpectation(own, parts);
      return { writer, requests: [request], version: undefined, expected, written: nothing };
    });
  }

  /** Deletes the rows of entities; with a version, only if it is still theirs. */
  remove<E extends object>(entity: E | readonly E[], options: BatchDeleteOptions<E> = {}): this {
    const list: readonly object[] = Array.isArray(entity) ? entity : [entity];
    for (const each of list) this.#remove(each, options as DeleteOptions<object>);
    return this;
  }

  #remove(entity: object, options: DeleteOptions<object>): void {
    const writer = this.#writer(classOf(entity), options);
    this.#add(writer, 'Remove', { entity, key: writer.keyOf(entity) }, options, () => {
      const request = writer.removeRequest(entity, options);
      const version = request.statement.kind === 'conditional' ? writer.table.version : undefined;
      const written = (): void => writer.removed(entity, { applied: true });
      const expected = (): Expectation<object> | undefined => writer.deleteExpectation(writer.keyOf(entity), options);
      return { writer, requests: [request], version, expected, written };
    });
  }

  /** @internal Ends the collecting. */
  close(): readonly (BatchEntry | DeferredEntry)[] {
    this.#closed = true;
    return this.#entries;
  }

  #update(writer: Writer<object>, key: unknown, changes: object, options: UpdateOptions<object>): this {
    const { lifecycle, version } = writer.table;
    const copy = lifecycle === undefined ? changes : { ...changes };
    let validated: object = copy;
    const check = (): Promise<void> | undefined => {
      const checked = writer.checkUpdate(copy, options);
      validated = checked?.values ?? copy;
      return checked?.pending;
    };
    const make = (): BatchEntry => {
      const row = withKind(writer.table.metadata, key);
      const write = writer.updateWrite(row, validated, options);
      const expected = (): Expectation<object> | undefined => writer.updateExpectation(row, write);
      const own = options.if === undefined ? version : undefined;
      return { writer, requests: write.requests, version: own, expected, written: nothing };
    };
    return this.#add(writer, 'Update', { key, changes: copy }, options, make, check);
  }

  /**
   * An entry is made at once, so that a fault is thrown where it is; with hooks, or rules that answer later, when those
   * are through.
   */
  #add(
    writer: Writer<object>,
    operation: Operation,
    target: HookTarget,
    options: { readonly hooks?: boolean | undefined } | undefined,
    make: () => BatchEntry,
    check: () => Promise<void> | undefined = nothing,
  ): this {
    const { lifecycle } = writer.table;
    if (lifecycle === undefined || options?.hooks === false) this.#entries.push(checked(check(), make));
    else {
      this.#entries.push(async () => {
        await lifecycle.before(operation, target);
        await check();
        return { ...make(), after: () => lifecycle.after(operation, target) };
      });
    }
    return this;
  }

  #writer(target: BatchTarget, options: object | undefined): Writer<object> {
    if (this.#closed) {
      throw new ConfigurationError(
        'The batch was sent already: it is over when the function given to batch() is. Await in there what adds to it.',
      );
    }
    if (options !== undefined) requireOptions('batch', options);
    const shared = SHARED_OPTIONS.find((name) => options !== undefined && Reflect.get(options, name) !== undefined);
    if (shared === undefined) return this.#writerOf(target).requireWritable();
    throw new ConfigurationError(
      `'${shared}' holds for all of a batch: give it to the batch itself, batch(work, { ${shared}: … }).`,
    );
  }
}

function checked(pending: Promise<void> | undefined, make: () => BatchEntry): BatchEntry | DeferredEntry {
  if (pending === undefined) return make();
  // It is awaited when the batch is sent, which may be never.
  pending.catch(nothing);
  return async () => {
    await pending;
    return make();
  };
}

/** The class that made an entity. */
function classOf(entity: unknown): EntityClass {
  if (typeof entity === 'object' && entity !== null) return entity.constructor as EntityClass;
  throw new ValidationError(`batch: takes entities, not ${describeValue(entity)}.`);
}
