import { ConfigurationError } from '../../errors';
import type { Condition } from '../../query/conditions';
import { isOperator } from '../../query/operators';
import { NO_GUARD } from '../../query/write-conditions';
import { deleteByConditions } from '../delete-request';
import type { EntityTable } from '../entity-table';
import { keyParameters } from '../entity-values';
import { deletable, withKind } from '../kinds';
import { rememberRow } from '../loaded-row';
import type { WriteRequest } from '../write-request';
import type { Writer } from '../writer';
import type { BulkRow } from './bulk-row';
import { sizeOf, textOf } from './bulk-row';
import type { RowSort } from './row-sort';

/** Deletes by key: of rows, of partitions, and of entities. */
export class DeleteSort<T extends object, E extends object> implements RowSort<T> {
  readonly operation: string;
  readonly before: RowSort<T>['before'];
  readonly after: RowSort<T>['after'];
  readonly #table: EntityTable<E>;
  readonly #writer: Writer<E>;

  constructor(writer: Writer<E>, hooks: boolean) {
    const { table } = writer;
    const { metadata, lifecycle } = table;
    this.operation = `${metadata.name}.bulkDelete`;
    this.#table = table;
    this.#writer = writer;
    writer.requireWritable();
    if (metadata.isCounter) {
      throw new ConfigurationError(
        `${this.operation}: ${metadata.name} holds counters, which are deleted one by one: delete().`,
      );
    }
    const isHeard = hooks && lifecycle !== undefined;
    this.before = isHeard ? (item) => lifecycle.before('Remove', this.#target(item)) : undefined;
    this.after = isHeard ? (item) => lifecycle.after('Remove', this.#target(item)) : undefined;
  }

  #target(item: T): { entity?: object; key: unknown } {
    return item instanceof this.#table.metadata.target
      ? { entity: item, key: this.#writer.keyOf(item) }
      : { key: item };
  }

  encode(item: T): BulkRow<T> {
    const { metadata } = this.#table;
    const key: unknown = item instanceof metadata.target ? this.#writer.keyOf(item) : item;
    const request = this.#isWholeKey(key) ? this.#byKey(key) : this.#writer.deleteRequest(deletable(metadata, key), {});
    const { params, partitionAt, statement } = request;
    return {
      item,
      request,
      partition:
        partitionAt === undefined ? undefined : textOf(params, partitionAt, partitionAt + metadata.partitionKey.length),
      key: `${statement.cql} ${textOf(params, 0, params.length)}`,
      isMergeable: true,
      bytes: sizeOf(params),
    };
  }

  saved({ item }: BulkRow<T>): void {
    // Saved again, it is a new row.
    if (item instanceof this.#table.metadata.target) rememberRow(item, undefined);
  }

  #isWholeKey(key: unknown): boolean {
    const given = withKind(this.#table.metadata, key);
    if (typeof given !== 'object' || given === null) return false;
    return this.#table.metadata.primaryKey.every(({ property }) => {
      const value: unknown = Object.hasOwn(given, property) ? Reflect.get(given, property) : undefined;
      return value !== undefined && value !== null && !isOperator(value);
    });
  }

  #byKey(key: unknown): WriteRequest {
    const table = this.#table;
    const { primaryKey } = table.metadata;
    const params = keyParameters(table, primaryKey, withKind(table.metadata, key));
    const statement = table.compiled('delete row', () => {
      const conditions = primaryKey.map((column, index): Condition => ({
        column,
        comparison: '=',
        token: false,
        raw: undefined,
        params: [params[index]],
      }));
      return deleteByConditions(table, conditions, [], NO_GUARD, undefined).statement;
    });
    return { statement, params, options: undefined, partitionAt: 0 };
  }
}
