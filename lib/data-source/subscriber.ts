import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import type { DataSource } from './data-source';

interface EntityEvent<E extends object> {
  readonly dataSource: DataSource;
  readonly metadata: TableMetadata<E>;
}

/** `save` and `insert`. What `insert` was given as a plain object is a copy of it, which may be changed before. */
export interface InsertEvent<E extends object = object> extends EntityEvent<E> {
  readonly entity: E;
}

/** `update`, `updateCollection`, `increment` and `decrement`. */
export interface UpdateEvent<E extends object = object> extends EntityEvent<E> {
  /** Of `entity.update()`; undefined where only the key is known. It has the new values afterwards. */
  readonly entity: E | undefined;
  readonly key: Readonly<Record<string, unknown>>;
  /** By property; may be changed before the update. */
  readonly changes: Record<string, unknown>;
}

/** `remove` and `delete`. */
export interface RemoveEvent<E extends object = object> extends EntityEvent<E> {
  /** Of `remove`; undefined for `delete`, which knows what it was given only. */
  readonly entity: E | undefined;
  readonly key: Readonly<Record<string, unknown>>;
}

/** A read that made an entity. */
export interface LoadEvent<E extends object = object> extends EntityEvent<E> {
  readonly entity: E;
}

/**
 * What a class with `@EventSubscriber()` may hear of. Each method may be async and is awaited; what a before-method
 * throws stops the write.
 */
export interface EntitySubscriber<E extends object = object> {
  /** The entity to listen to, with its subclasses; all of them when there is no such method. */
  listenTo?(): EntityClass<E>;
  beforeInsert?(event: InsertEvent<E>): unknown;
  afterInsert?(event: InsertEvent<E>): unknown;
  beforeUpdate?(event: UpdateEvent<E>): unknown;
  afterUpdate?(event: UpdateEvent<E>): unknown;
  beforeRemove?(event: RemoveEvent<E>): unknown;
  afterRemove?(event: RemoveEvent<E>): unknown;
  afterLoad?(entity: E, event: LoadEvent<E>): unknown;
}

/** A class of subscribers, or a glob of compiled files that export some with `@EventSubscriber()`. */
export type SubscriberSource = (new () => object) | string;
