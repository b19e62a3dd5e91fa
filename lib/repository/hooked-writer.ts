import type { EntityTable } from './entity-table';
import type { HookTarget, Lifecycle, Operation } from './lifecycle';
import type { DeleteOptions, InsertOptions, SaveOptions, UpdateOptions, WriteOptions, WriteResult } from './options';
import { ViewWriter } from './view-writer';
import { Writer } from './writer';

const OFF = { hooks: false } as const;

/** The writes of a table that hooks or subscribers listen to. Others have a plain Writer, and pay nothing. */
class HookedWriter<E extends object> extends Writer<E> {
  readonly #lifecycle: Lifecycle;

  constructor(table: EntityTable<E>, lifecycle: Lifecycle) {
    super(table);
    this.#lifecycle = lifecycle;
  }

  override async save(entity: E, options: SaveOptions | undefined): Promise<E> {
    await this.#around('Insert', { entity }, options, async () => {
      await super.save(entity, options);
      return undefined;
    });
    return entity;
  }

  override insert(values: object, options?: InsertOptions): Promise<WriteResult<E>> {
    const entity = hookedValues(this.table, values);
    return this.#around('Insert', { entity }, options, () => super.insert(entity, options));
  }

  override update(key: unknown, changes: object, options?: UpdateOptions<E>): Promise<WriteResult<E>> {
    const copy = { ...changes };
    return this.#around('Update', { key, changes: copy }, options, () => super.update(key, copy, options));
  }

  override updateEntity(entity: E, changes: object, options?: UpdateOptions<E>): Promise<WriteResult<E>> {
    const copy = { ...changes };
    // It is an update in its turn, which must not be heard a second time.
    const write = (): Promise<WriteResult<E>> => super.updateEntity(entity, copy, { ...options, ...OFF });
    return this.#around('Update', { entity, key: this.keyOf(entity), changes: copy }, options, write);
  }

  override delete(criteria: unknown, options?: DeleteOptions<E>): Promise<WriteResult<E>> {
    return this.#around('Remove', { key: criteria }, options, () => super.delete(criteria, options));
  }

  override async remove(entity: E, options?: DeleteOptions<E>): Promise<void> {
    await this.#around('Remove', { entity, key: this.keyOf(entity) }, options, async () => {
      await super.remove(entity, options);
      return undefined;
    });
  }

  async #around<R extends { readonly applied: boolean } | undefined>(
    operation: Operation,
    target: HookTarget,
    options: WriteOptions | UpdateOptions<E> | undefined,
    write: () => Promise<R>,
  ): Promise<R> {
    return options?.hooks === false ? write() : this.#lifecycle.around(operation, target, write);
  }
}

/** What hooks of an insert may change: the entity itself, or a copy of a plain object. */
export function hookedValues<E extends object>({ metadata }: EntityTable<E>, values: object): object {
  return values instanceof metadata.target ? values : { ...values };
}

/** The writer of a table. */
export function writerFor<E extends object>(table: EntityTable<E>): Writer<E> {
  if (table.metadata.view !== undefined) return new ViewWriter(table);
  return table.lifecycle === undefined ? new Writer(table) : new HookedWriter(table, table.lifecycle);
}
