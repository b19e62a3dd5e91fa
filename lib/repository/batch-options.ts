import type { KeysOf } from '../metadata/primary-key';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import type { DeleteOptions, InsertOptions, SaveOptions, UpdateOptions, WriteOptions } from './options';
import type { Repository } from './repository';
import { REQUEST_WRITE_OPTIONS } from './write-option-names';

/** Options of a batch as a whole: what `WriteOptions` says of one write, it says of all of them. */
export interface BatchOptions extends Omit<WriteOptions, 'ttl'> {
  /**
   * With a log (the default) the batch is written as a whole in the end, whatever fails meanwhile, at the price of two
   * more writes. Without one only a batch to one partition is a whole, so only that is allowed.
   */
  readonly logged?: boolean | undefined;
  /**
   * The largest batch, in bytes as caspy estimates them; 51,200 unless set, which is `batch_size_fail_threshold` of a
   * server as it is shipped. A batch to one partition is one write, which the server does not measure: 16,777,216.
   */
  readonly maxBytes?: number | undefined;
  /**
   * When a batch with conditions ends in a time-out, reads its rows at serial consistency, as `verify` of one write does.
   * All of its writes must be such that their rows tell.
   */
  readonly verify?: boolean | undefined;
}

/** Options that belong to all of a batch, and so to no part of it. */
export const SHARED_OPTIONS = [...REQUEST_WRITE_OPTIONS, 'verify'] as const satisfies readonly (keyof BatchOptions)[];

type Shared = (typeof SHARED_OPTIONS)[number];

/** Options of `batch.save`. */
export type BatchSaveOptions = Omit<SaveOptions, Shared>;
/** Options of `batch.insert`. */
export type BatchInsertOptions = Omit<InsertOptions, Shared>;
/** Options of `batch.update`. */
export type BatchUpdateOptions<E> = Omit<UpdateOptions<E>, Shared>;
/** Options of `batch.delete` and `batch.remove`. */
export type BatchDeleteOptions<E> = Omit<DeleteOptions<E>, Shared>;

/**
 * What became of a batch. Only one with conditions can be not applied; then nothing of it was written, and `existing`
 * holds what the server answered about the rows that were in the way, by property.
 */
export type BatchResult =
  { readonly applied: true } | { readonly applied: false; readonly existing: readonly Record<string, unknown>[] };

/** Where a part of a batch goes: an entity class, or a repository, for example one of `withKeyspace()`. */
export type BatchTarget = EntityClass | { readonly target: EntityClass; readonly metadata: TableMetadata };

/** The entity of a target. */
export type EntityOf<T> = T extends EntityClass<infer E> ? E : T extends Repository<infer E, infer _> ? E : never;

/** The keys of a target, as far as the type system knows them. */
export type TargetKeys<T> = T extends EntityClass ? KeysOf<T> : T extends Repository<infer _, infer K> ? K : never;
