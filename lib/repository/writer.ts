import { types } from 'cassandra-driver';
import { OptimisticLockError } from '../errors';
import type { ColumnMetadata, TableMetadata } from '../metadata/table-metadata';
import { changesOf, plainAssignment } from '../query/assignments';
import type { Guard } from '../query/write-conditions';
import { NO_GUARD, readGuard } from '../query/write-conditions';
import type { Row, RowPage } from '../session/request';
import { deleteRequest } from './delete-request';
import type { EntityTable } from './entity-table';
import { fillInitialValues, invalid, keyParameters, namedColumns, requireValues } from './entity-values';
import { groupByTtl } from './group-by-ttl';
import { compileHydrator } from './hydrator';
import { insertRequest } from './insert-request';
import type { KnownRow } from './loaded-row';
import { knownRow, rememberRow } from './loaded-row';
import type { DeleteOptions, InsertOptions, SaveOptions, UpdateOptions, WriteResult } from './options';
import { readFlag, requireOptions } from './require-options';
import { trackedAssignments } from './tracked-assignments';
import { knownAfterSave, withoutUnchanged, writtenValues } from './unchanged';
import { readAssignments, updateRequest } from './update-request';
import type { ExpectedRow } from './verify-write';
import { requireCondition, verified } from './verify-write';
import type { WriteRequest } from './write-request';

/** What a save of one entity comes to. */
export interface EntityWrite {
  /** Undefined when nothing has changed, so that there is nothing to send. */
  readonly request: WriteRequest | undefined;
  /** The values of all columns, for what is known about the row afterwards. */
  readonly params: readonly unknown[];
  /** The version that the entity gets, where it has one. */
  readonly version: unknown;
}

const APPLIED: { readonly applied: true } = Object.freeze({ applied: true });
const EXISTS: Guard = { cql: ' IF EXISTS', params: [], types: [] };

/** The writes of one table: checks the input, picks the statement of its shape, sends it. */
export class Writer<E extends object> {
  readonly #table: EntityTable<E>;

  constructor(table: EntityTable<E>) {
    this.#table = table;
  }

  get table(): EntityTable<E> {
    return this.#table;
  }

  /** @internal For batches. @throws ConfigurationError for a materialized view. */
  requireWritable(): this {
    return this;
  }

  /**
   * One upsert; fills generated columns, dates and the version on the entity. What a loaded entity was loaded with is
   * not sent again, unless a TTL is to be set on all of it.
   */
  async save(entity: E, options: SaveOptions | undefined): Promise<void> {
    const write = this.saveRequest(entity, options);
    if (write.request !== undefined) this.saved(entity, write, await this.send(write.request));
  }

  /** What `save` sends; the entity gets its generated values here. */
  saveRequest(entity: E, options: SaveOptions | undefined): EntityWrite {
    const table = this.#table;
    if (options !== undefined) requireOptions(table.metadata.name, options);
    requireValues(table.metadata, entity);
    if (entity.constructor !== table.metadata.target) namedColumns(table.metadata, entity);
    if (table.initialized.length > 0 || table.updateDate !== undefined) fillInitialValues(table, entity);
    if (table.version !== undefined) return this.#saveVersion(entity, table.version, options);
    const { trackChanges = table.metadata.options.trackChanges === true, ...write } = options ?? {};
    const request = insertRequest(table, entity, options === undefined ? undefined : write, false, 'save');
    const known = knownRow(entity);
    const tracked = readFlag(table.metadata.name, 'trackChanges', trackChanges);
    const sent = known === undefined ? request : this.#changesOf(entity, known, request, tracked);
    const written = writtenValues(table.metadata.columns, entity, this.#withoutTtl(request));
    return { request: sent, params: written, version: undefined };
  }

  /** What a successful save means for the entity. @throws OptimisticLockError when another writer was first. */
  saved(entity: E, { params, version: next }: EntityWrite, result: WriteResult<E>): void {
    const { version } = this.#table;
    if (version !== undefined) {
      this.#requireFirst(version, result);
      Reflect.set(entity, version.property, next);
    }
    this.#remember(entity, params);
  }

  #changesOf(entity: E, known: KnownRow, request: WriteRequest, trackChanges: boolean): WriteRequest | undefined {
    if (trackChanges) {
      const assignments = trackedAssignments(this.#table, entity, known, request.params);
      if (assignments.length === 0) return undefined;
      return updateRequest(this.#table, this.keyOf(entity), assignments, NO_GUARD, request.options, 'save');
    }
    // Values that the server makes leave the parameters without an order by column.
    const all = request.options?.ttl !== undefined || !this.#isByColumn(request.params);
    return all ? request : { ...request, params: withoutUnchanged(this.#table, known, request.params, entity) };
  }

  /** The TTL stands behind the columns. */
  #withoutTtl({ params, options }: WriteRequest): readonly unknown[] {
    return options?.ttl === undefined ? params : params.slice(0, -1);
  }

  #isByColumn(params: readonly unknown[]): boolean {
    return params.length === this.#table.metadata.columns.length;
  }

  /**
   * So that a second save sends only what was set after the first. Where the parameters do not tell what was written,
   * as of values that the server made, nothing is known any more, and a second save sends everything.
   */
  #remember(entity: E, params: readonly unknown[]): void {
    if (entity.constructor !== this.#table.metadata.target) return;
    rememberRow(entity, this.#isByColumn(params) ? knownAfterSave(knownRow(entity), params) : undefined);
  }

  /** Writes only if the row still has the version that the entity has; without one, only if there is no row. */
  #saveVersion(entity: E, version: ColumnMetadata, options: SaveOptions | undefined): EntityWrite {
    const table = this.#table;
    const current: unknown = Reflect.get(entity, version.property);
    const { trackChanges: _, ...write } = options ?? {};
    const next = nextVersion(version, current);
    const { columns, primaryKey } = table.metadata;
    const values = { ...this.#valuesOf(entity), [version.property]: next };
    const insert = insertRequest(table, values, write, true, 'save');
    let request = insert;
    if (current !== undefined && current !== null) {
      const known = knownRow(entity);
      const params = known === undefined ? insert.params : withoutUnchanged(table, known, insert.params, entity);
      const assignments = columns
        .map((column, index) => plainAssignment(column, params[index]))
        .slice(primaryKey.length);
      const guard = readGuard(table.metadata, { [version.property]: current });
      request = updateRequest(table, this.keyOf(entity), assignments, guard, write, 'save');
    }
    return { request, params: this.#withoutTtl(insert), version: next };
  }

  /** Column by column, because a spread would miss what stands behind an accessor of the class. */
  #valuesOf(entity: object): Record<string, unknown> {
    const entries = this.#table.metadata.columns.map(({ property }) => [
      property,
      Reflect.get(entity, property) as unknown,
    ]);
    return Object.fromEntries(entries) as Record<string, unknown>;
  }

  #requireFirst(version: ColumnMetadata, result: WriteResult<E>): void {
    if (result.applied) return;
    const { existing } = result;
    throw new OptimisticLockError(
      `${version.path}: another writer changed or removed the row first. Read it again, apply the change, save again.`,
      { existing },
    );
  }

  async insert(values: object, given: InsertOptions = {}): Promise<WriteResult<E>> {
    const { verify, ...options } = requireOptions(this.#table.metadata.name, given);
    const request = this.insertRequest(values, options);
    if (!readFlag(this.#table.metadata.name, 'verify', verify)) return this.send(request);
    requireCondition(this.#table.metadata.name, request.statement.kind);
    const { columns, primaryKey } = this.#table.metadata;
    const expected = (): ExpectedRow => {
      const { params } = request;
      const rest = columns.map((column, index) => [column, params[index]] as const).slice(primaryKey.length);
      const all = params.length - (options.ttl === undefined ? 0 : 1) === columns.length;
      return { key: params.slice(0, primaryKey.length), values: all ? rest : undefined, decidesOnOther: true };
    };
    return verified(this.#table, () => this.send(request), expected, options);
  }

  /** Unlike `save`, an insert leaves the object alone: it works on a copy. */
  insertRequest(values: object, options: InsertOptions): WriteRequest {
    const { ifNotExists, ...write } = requireOptions(this.#table.metadata.name, options);
    const { metadata, version } = this.#table;
    requireValues(metadata, values);
    if (values.constructor !== metadata.target) namedColumns(metadata, values);
    const copy = this.#valuesOf(values);
    fillInitialValues(this.#table, copy);
    if (version !== undefined) copy[version.property] ??= nextVersion(version, undefined);
    const conditional = readFlag(metadata.name, 'ifNotExists', ifNotExists);
    return insertRequest(this.#table, copy, write, conditional, 'insert');
  }

  /** Writes only the columns that `changes` names. */
  async update(key: unknown, changes: object, options: UpdateOptions<E> = {}): Promise<WriteResult<E>> {
    const result = await this.#sendUpdate(key, changes, options);
    const { version } = this.#table;
    if (version !== undefined && options.if === undefined) this.#requireFirst(version, result);
    return result;
  }

  async #sendUpdate(key: unknown, changes: object, given: UpdateOptions<E>): Promise<WriteResult<E>> {
    const { verify, ...options } = requireOptions(this.#table.metadata.name, given);
    const requests = this.updateRequests(key, changes, options);
    const send = (): Promise<WriteResult<E>> => this.#sendAll(requests, options);
    const { metadata } = this.#table;
    if (!readFlag(metadata.name, 'verify', verify)) return send();
    requireCondition(
      metadata.name,
      requests.some(({ statement }) => statement.kind === 'conditional') ? 'conditional' : '',
    );
    const { ttl: _, ...read } = options;
    return verified(this.#table, send, () => this.#expectedRow(key, changes), read);
  }

  #expectedRow(key: unknown, changes: object): ExpectedRow {
    const { metadata, version } = this.#table;
    const columns = namedColumns(metadata, changes);
    const values = columns.map((column) => [column, Reflect.get(changes, column.property) as unknown] as const);
    const params = keyParameters(this.#table, metadata.primaryKey, key);
    if (values.some(([, value]) => changesOf(value).length > 0)) {
      return { key: params, values: undefined, decidesOnOther: false };
    }
    const expected = values.map(([column, value]) => {
      const written = column === version ? nextVersion(column, value) : value;
      return [column, this.#table.parameter(column, written)] as const;
    });
    return { key: params, values: expected, decidesOnOther: false };
  }

  /** Updates the row of an entity and, once the server has them, sets plain values on the entity too. */
  async updateEntity(entity: E, changes: object, options: UpdateOptions<E> = {}): Promise<WriteResult<E>> {
    const { metadata, version } = this.#table;
    requireValues(metadata, entity);
    const read: unknown = version === undefined ? undefined : Reflect.get(entity, version.property);
    const versioned = version === undefined ? changes : { [version.property]: read, ...changes };
    const result = await this.update(this.keyOf(entity), versioned, options);
    if (!result.applied) return result;
    const params = metadata.columns.map((column) => {
      const value = column === version ? nextVersion(column, read) : (Reflect.get(changes, column.property) as unknown);
      if (value === undefined || changesOf(value).length > 0) return types.unset;
      Reflect.set(entity, column.property, value);
      return this.#table.parameter(column, value);
    });
    this.#remember(entity, params);
    return result;
  }

  /** One `UPDATE`, or one for each TTL where columns have TTLs of their own. */
  updateRequests(key: unknown, changes: object, options: UpdateOptions<E>): WriteRequest[] {
    const { version, updateDate, metadata } = this.#table;
    const { ifExists, if: conditions, ttl, ...write } = requireOptions(metadata.name, options);
    refuseUndefinedIf(metadata, options);
    const values: Record<string, unknown> = { ...changes };
    const guards: Record<string, unknown> = { ...conditions };
    if (version !== undefined) {
      const current = values[version.property];
      if (current === undefined || current === null) {
        const message = 'is the version of the row. Give the one that you read, so that no other change is lost.';
        throw invalid(version.path, 'version', message);
      }
      guards[version.property] = current;
      values[version.property] = nextVersion(version, current);
    }
    const assignments = [...readAssignments(this.#table, values)];
    if (updateDate !== undefined && values[updateDate.property] === undefined) {
      assignments.push(plainAssignment(updateDate, this.#table.parameter(updateDate, new Date())));
    }
    const guarded = conditions !== undefined || version !== undefined;
    const exists = readFlag(metadata.name, 'ifExists', ifExists);
    const guard = guarded ? readGuard(metadata, guards) : exists ? EXISTS : NO_GUARD;
    const groups = typeof ttl === 'object' ? groupByTtl(metadata, assignments, ttl) : [{ ttl, assignments }];
    // One condition decides about all of a batch; it stands where the key of the row is named.
    const deciding = groups.findIndex((group) => group.assignments.some(({ column }) => column.kind !== 'static'));
    return groups.map((group, index) =>
      updateRequest(this.#table, key, group.assignments, index === Math.max(0, deciding) ? guard : NO_GUARD, {
        ...write,
        ttl: group.ttl,
      }),
    );
  }

  /** Deletes a row, a partition, or a range of clustering columns within one; or parts of a row. */
  async delete(criteria: unknown, options: DeleteOptions<E> = {}): Promise<WriteResult<E>> {
    return this.send(this.deleteRequest(criteria, options));
  }

  deleteRequest(criteria: unknown, options: DeleteOptions<E>): WriteRequest {
    const { metadata } = this.#table;
    const { ifExists, if: conditions, columns, elements, ...write } = requireOptions(metadata.name, options);
    refuseUndefinedIf(metadata, options);
    const exists = readFlag(metadata.name, 'ifExists', ifExists);
    const guard = conditions !== undefined ? readGuard(metadata, conditions) : exists ? EXISTS : NO_GUARD;
    return deleteRequest(this.#table, criteria, { columns, elements }, guard, write);
  }

  /** Deletes the row of an entity; with a version, only if it is still the one that the entity has. */
  async remove(entity: E, options: DeleteOptions<E> = {}): Promise<void> {
    const request = this.removeRequest(entity, options);
    this.removed(entity, await this.send(request));
  }

  removeRequest(entity: E, options: DeleteOptions<E>): WriteRequest {
    const { version, metadata } = this.#table;
    requireOptions(metadata.name, options);
    requireValues(metadata, entity);
    const current = this.#versionOf(entity);
    const guarded =
      version === undefined || current === undefined
        ? options
        : { ...options, if: { ...options.if, [version.property]: current } };
    return this.deleteRequest(this.keyOf(entity), guarded);
  }

  /** What a successful remove means for the entity. @throws OptimisticLockError when another writer was first. */
  removed(entity: E, result: WriteResult<E>): void {
    const { version } = this.#table;
    if (version !== undefined && this.#versionOf(entity) !== undefined) this.#requireFirst(version, result);
    // Saved again, it is a new row.
    rememberRow(entity, undefined);
  }

  #versionOf(entity: E): unknown {
    const { version } = this.#table;
    // A row that was never saved has none: null, or undefined.
    return version === undefined ? undefined : (Reflect.get(entity, version.property) ?? undefined);
  }

  keyOf(entity: object): Record<string, unknown> {
    return Object.fromEntries(
      this.#table.metadata.primaryKey.map(({ property }) => [property, Reflect.get(entity, property) as unknown]),
    );
  }

  async send({ statement, params, options }: WriteRequest): Promise<WriteResult<E>> {
    const page = await this.#table.executor.execute(statement, params, this.#table.writeOptions(options));
    return page.applied === false ? this.#notApplied(page) : APPLIED;
  }

  /** Several statements of one partition, as a whole. */
  async #sendAll(requests: readonly WriteRequest[], options: UpdateOptions<E>): Promise<WriteResult<E>> {
    const [first] = requests;
    if (first !== undefined && requests.length === 1) return this.send(first);
    const { executor, metadata } = this.#table;
    const { ifExists: _, if: __, ttl: ___, ...write } = options;
    const batch = { ...this.#table.writeOptions(write), logged: false, operation: `${metadata.name}.update` };
    const page = await executor.executeBatch(requests, batch);
    return page.applied === false ? this.#notApplied(page) : APPLIED;
  }

  #notApplied({ rows: [row], columns }: RowPage): WriteResult<E> {
    return { applied: false, existing: row === undefined ? undefined : this.existing(row, columns) };
  }

  /** What the server answers about the row in the way holds the columns that it chose. */
  existing(row: Row, names: readonly string[]): Partial<E> | undefined {
    const columns = this.#table.metadata.columns.filter(({ name }) => names.includes(name));
    if (columns.length === 0) return undefined;
    const key = JSON.stringify(columns.map(({ property }) => property));
    return this.#table.compiled(`existing ${key}`, () => compileHydrator<Partial<E>>(columns))(row);
  }
}

/** One more than the current version; 1 for a row without one. */
function nextVersion(version: ColumnMetadata, current: unknown): number | bigint {
  if (typeof current === 'bigint') return current + 1n;
  if (typeof current === 'number') return current + 1;
  if (current === undefined || current === null) return version.codec.cql === 'int' ? 1 : firstVersion(version);
  throw invalid(version.path, 'version', 'is not a whole number.');
}

function firstVersion(version: ColumnMetadata): number | bigint {
  return ['tinyint', 'smallint'].includes(version.codec.cql) ? 1 : 1n;
}

/** `if: undefined` is a variable that was not set; without this check it would make the write unconditional. */
function refuseUndefinedIf(table: TableMetadata, options: object): void {
  if (Object.hasOwn(options, 'if') && Reflect.get(options, 'if') === undefined) readGuard(table, undefined);
}
