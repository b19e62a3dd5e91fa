import { ConfigurationError } from '../../errors';
import type { ValidateSetting } from '../../metadata/validate-options';
import type { EntityTable } from '../entity-table';
import { requireValues } from '../entity-values';
import { writerFor } from '../hooked-writer';
import type { SaveOptions } from '../options';
import type { EntityWrite } from '../save-request';
import type { Writer } from '../writer';
import type { BulkRow } from './bulk-row';
import { sizeOf, textOf } from './bulk-row';
import type { RowSort } from './row-sort';

const WRITTEN = { applied: true } as const;

/** A save that knows its writer. */
interface SavedRow<E extends object> extends BulkRow<E> {
  readonly writer: Writer<E>;
  readonly write: EntityWrite<E>;
}

/** How entities are saved. */
export interface SaveSortOptions {
  /** Those that the statements depend on. */
  readonly statement: SaveOptions | undefined;
  readonly hooks: boolean;
  readonly validate: ValidateSetting | undefined;
}

/** Saves of entities: what `save` would send for each of them. */
export class SaveSort<E extends object> implements RowSort<E> {
  readonly operation: string;
  readonly before: RowSort<E>['before'];
  readonly after: RowSort<E>['after'];
  readonly #table: EntityTable<E>;
  readonly #writer: Writer<E>;
  readonly #options: SaveOptions | undefined;
  readonly #writers = new Map<EntityTable<E>, Writer<E>>();

  constructor(writer: Writer<E>, { statement, hooks, validate }: SaveSortOptions, operation = 'bulkSave') {
    const { table } = writer;
    this.operation = `${table.metadata.name}.${operation}`;
    this.#writer = writer;
    this.#table = table;
    this.#options = statement;
    writer.requireWritable();
    refuseSingle(table, this.operation);
    const { lifecycle } = table;
    const isHeard = hooks && lifecycle !== undefined;
    const check = this.#checkOf(validate);
    this.before = isHeard
      ? async (entity) => {
          await lifecycle.before('Insert', { entity });
          await check?.(entity);
        }
      : check;
    this.after = isHeard ? (entity) => lifecycle.after('Insert', { entity }) : undefined;
  }

  /** Undefined where nothing is validated, unless a child has more to say than its parent. */
  #checkOf(validate: ValidateSetting | undefined): ((entity: E) => Promise<void> | undefined) | undefined {
    if ((validate ?? this.#table.validate) === false) {
      const kinds = [...(this.#table.metadata.inheritance?.kinds.values() ?? [])];
      if (validate === false || kinds.every(({ options }) => (options.validate ?? false) === false)) return undefined;
    }
    const options = validate === undefined ? undefined : { validate };
    return (entity) => this.#writerOf(entity).checkSave(entity, options);
  }

  encode(entity: E): SavedRow<E> | undefined {
    const writer = this.#writerOf(entity);
    const write = writer.saveRequest(entity, this.#options);
    const { request } = write;
    if (request === undefined) return undefined;
    const { params, partitionAt } = request;
    const { partitionKey, primaryKey } = this.#table.metadata;
    const at = partitionAt ?? 0;
    const afterPartition = at + partitionKey.length;
    return {
      item: entity,
      request,
      writer,
      write,
      partition: partitionAt === undefined ? undefined : textOf(params, at, afterPartition),
      // An update of static columns ends with the partition key.
      key: textOf(params, afterPartition, Math.min(params.length, at + primaryKey.length)),
      // An insert begins with its key.
      isMergeable: partitionAt === 0,
      bytes: sizeOf(params),
    };
  }

  saved(row: BulkRow<E>): void {
    const { writer, write, item } = row as SavedRow<E>;
    writer.saved(item, write, WRITTEN);
  }

  /** A child in its parent's table is written as its own class knows it. */
  #writerOf(entity: E): Writer<E> {
    requireValues(this.#table.metadata, entity);
    const table = this.#table.ofEntity(entity);
    if (table === this.#table) return this.#writer;
    let writer = this.#writers.get(table);
    if (writer === undefined) {
      writer = writerFor(table);
      refuseSingle(table, this.operation);
      this.#writers.set(table, writer);
    }
    return writer;
  }
}

/** What must travel alone, one write at a time. */
function refuseSingle<E extends object>({ metadata, version }: EntityTable<E>, operation: string): void {
  if (metadata.isCounter) {
    throw new ConfigurationError(
      `${operation}: ${metadata.name} holds counters, which are added to and never written. Use increment().`,
    );
  }
  if (version === undefined) return;
  throw new ConfigurationError(
    `${operation}: ${version.path} is a version, so each write is a condition that Cassandra decides about alone, ` +
      'and that must not be repeated. Use save([…]), which writes the entities one by one.',
  );
}
