import { types } from 'cassandra-driver';
import { changesOf } from '../query/assignments';
import { readGuard } from '../query/write-conditions';
import type { Row, RowPage } from '../session/request';
import { deleteRequest } from './delete-request';
import type { EntityTable } from './entity-table';
import { fillInitialValues, keyOf, namedColumns, requireValues, valuesOf } from './entity-values';
import type { Expectation } from './expectation';
import { deleteExpectation, insertExpectation, updateExpectation } from './expectation';
import { compileHydrator } from './hydrator';
import { insertRequest } from './insert-request';
import { rememberRow } from './loaded-row';
import type { DeleteOptions, InsertOptions, SaveOptions, UpdateOptions, WriteOptions, WriteResult } from './options';
import type { UpdateWrite } from './read-update';
import { existsGuard, readUpdate, refuseUndefinedIf } from './read-update';
import { readFlag, requireOptions } from './require-options';
import { nextVersion, requireFirst } from './row-version';
import type { EntityWrite } from './save-request';
import { rememberSaved, saveExpectation, saveRequest, withoutTtl } from './save-request';
import type { Validated } from './validate-write';
import { validateInsert, validateSave, validateUpdate } from './validate-write';
import type { Outcome } from './verify-write';
import { readVerify, verified } from './verify-write';
import type { WriteRequest } from './write-request';

const APPLIED: { readonly applied: true } = Object.freeze({ applied: true });

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

  /** One upsert; fills generated columns, dates and the version on the entity. */
  async save(entity: E, options: SaveOptions | undefined): Promise<E> {
    const pending = this.checkSave(entity, options);
    if (pending !== undefined) await pending;
    const write = this.saveRequest(entity, options);
    const { request } = write;
    if (options?.verify !== undefined) {
      const send = (): Promise<WriteResult<E>> =>
        request === undefined ? Promise.resolve(APPLIED) : this.send(request);
      const expected = (): [Expectation<E> | undefined] => [saveExpectation(this.#table, write)];
      const result = await this.#verified([request], send, expected, options);
      this.saved(entity, write, result);
      // Not through `send`, which would be one more async function for each save.
    } else if (request !== undefined) this.saved(entity, write, this.#resultOf(await this.#execute(request)));
    return entity;
  }

  /** @throws ValidationError, at once or later, when a rule is broken */
  checkSave(entity: E, options: SaveOptions | undefined): Promise<void> | undefined {
    return validateSave(this.#table, entity, options);
  }

  /** What `save` sends; the entity gets its generated values here. */
  saveRequest(entity: E, options: SaveOptions | undefined): EntityWrite<E> {
    return saveRequest(this.#table, entity, options);
  }

  /** What a successful save means for the entity. @throws OptimisticLockError when another writer was first. */
  saved(entity: E, { params, version: next }: EntityWrite<E>, result: WriteResult<E>): void {
    const { version } = this.#table;
    if (version !== undefined) {
      requireFirst(version, result);
      Reflect.set(entity, version.property, next);
    }
    rememberSaved(this.#table, entity, params);
  }

  async insert(values: object, options: InsertOptions = {}): Promise<WriteResult<E>> {
    const checked = this.checkInsert(values, options);
    if (checked?.pending !== undefined) await checked.pending;
    const request = this.insertRequest(checked?.values ?? values, options);
    const expected = (): [Expectation<E> | undefined] => [this.insertExpectation(request)];
    return this.#verified([request], () => this.send(request), expected, options);
  }

  /** @throws ValidationError, at once or later, when a rule is broken */
  checkInsert(values: object, options: InsertOptions): Validated | undefined {
    return validateInsert(this.#table, values, options);
  }

  /** Unlike `save`, an insert leaves the object alone: it works on a copy. */
  insertRequest(values: object, options: InsertOptions): WriteRequest {
    const { ifNotExists, verify: _, validate: __, ...write } = requireOptions(this.#table.metadata.name, options);
    const { metadata, version } = this.#table;
    requireValues(metadata, values);
    if (values.constructor !== metadata.target) namedColumns(metadata, values);
    const copy = valuesOf(this.#table, values);
    fillInitialValues(this.#table, copy);
    if (version !== undefined) copy[version.property] ??= nextVersion(version, undefined);
    const conditional = readFlag(metadata.name, 'ifNotExists', ifNotExists);
    return insertRequest(this.#table, copy, write, conditional, 'insert');
  }

  insertExpectation(request: WriteRequest): Expectation<E> | undefined {
    return insertExpectation(this.#table, request, withoutTtl(request));
  }

  /** Writes only the columns that `changes` names. */
  async update(key: unknown, changes: object, options: UpdateOptions<E> = {}): Promise<WriteResult<E>> {
    const checked = this.checkUpdate(changes, options);
    if (checked?.pending !== undefined) await checked.pending;
    const write = this.updateWrite(key, checked?.values ?? changes, options);
    const { requests } = write;
    const expected = (): [Expectation<E> | undefined] => [this.updateExpectation(key, write)];
    const result = await this.#verified(requests, () => this.#sendAll(requests, options), expected, options);
    const { version } = this.#table;
    if (version !== undefined && options.if === undefined) requireFirst(version, result);
    return result;
  }

  /** @throws ValidationError, at once or later, when a property that is given breaks a rule */
  checkUpdate(changes: object, options: UpdateOptions<E>): Validated | undefined {
    return validateUpdate(this.#table, changes, options);
  }

  updateWrite(key: unknown, changes: object, options: UpdateOptions<E>): UpdateWrite {
    return readUpdate(this.#table, key, changes, options);
  }

  updateExpectation(key: unknown, { assignments }: UpdateWrite): Expectation<E> | undefined {
    return updateExpectation(this.#table, key, assignments);
  }

  /** Updates the row of an entity and, once the server has them, sets plain values on the entity too. */
  async updateEntity(entity: E, changes: object, options: UpdateOptions<E> = {}): Promise<WriteResult<E>> {
    const { metadata, version } = this.#table;
    requireValues(metadata, entity);
    const read: unknown = version === undefined ? undefined : Reflect.get(entity, version.property);
    const versioned = version === undefined ? changes : { [version.property]: read, ...changes };
    const result = await this.update(this.keyOf(entity), versioned, options);
    if (!result.applied) return result;
    const params = metadata.columns.map((column, index) => {
      if (index < metadata.primaryKey.length)
        return this.#table.parameter(column, Reflect.get(entity, column.property));
      const value = column === version ? nextVersion(column, read) : (Reflect.get(changes, column.property) as unknown);
      if (value === undefined || changesOf(value).length > 0) return types.unset;
      Reflect.set(entity, column.property, value);
      return this.#table.parameter(column, value);
    });
    rememberSaved(this.#table, entity, params);
    return result;
  }

  /** Deletes a row, a partition, or a range of clustering columns within one; or parts of a row. */
  async delete(criteria: unknown, options: DeleteOptions<E> = {}): Promise<WriteResult<E>> {
    const request = this.deleteRequest(criteria, options);
    const expected = (): [Expectation<E> | undefined] => [this.deleteExpectation(criteria, options)];
    return this.#verified([request], () => this.send(request), expected, options);
  }

  deleteRequest(criteria: unknown, options: DeleteOptions<E>): WriteRequest {
    const { metadata } = this.#table;
    const { ifExists, if: conditions, columns, elements, verify: _, ...write } = requireOptions(metadata.name, options);
    refuseUndefinedIf(metadata, options);
    const exists = existsGuard(metadata, ifExists);
    const guard = conditions === undefined ? exists : readGuard(metadata, conditions);
    return deleteRequest(this.#table, criteria, { columns, elements }, guard, write);
  }

  deleteExpectation(criteria: unknown, options: DeleteOptions<E>): Expectation<E> | undefined {
    return deleteExpectation(this.#table, criteria, options);
  }

  /** Deletes the row of an entity; with a version, only if it is still the one that the entity has. */
  async remove(entity: E, options: DeleteOptions<E> = {}): Promise<void> {
    const request = this.removeRequest(entity, options);
    const expected = (): [Expectation<E> | undefined] => [this.deleteExpectation(this.keyOf(entity), options)];
    this.removed(entity, await this.#verified([request], () => this.send(request), expected, options));
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
    if (version !== undefined && this.#versionOf(entity) !== undefined) requireFirst(version, result);
    // Saved again, it is a new row.
    rememberRow(entity, undefined);
  }

  #versionOf(entity: E): unknown {
    const { version } = this.#table;
    // A row that was never saved has none: null, or undefined.
    return version === undefined ? undefined : (Reflect.get(entity, version.property) ?? undefined);
  }

  keyOf(entity: object): Record<string, unknown> {
    return keyOf(this.#table, entity);
  }

  async send(request: WriteRequest): Promise<WriteResult<E>> {
    return this.#resultOf(await this.#execute(request));
  }

  #execute({ statement, params, options }: WriteRequest): Promise<RowPage> {
    return this.#table.executor.execute(statement, params, this.#table.writeOptions(options));
  }

  #resultOf(page: RowPage): WriteResult<E> {
    return page.applied === false ? this.#notApplied(page) : APPLIED;
  }

  /** Several statements of one partition, as a whole. */
  async #sendAll(requests: readonly WriteRequest[], options: UpdateOptions<E>): Promise<WriteResult<E>> {
    const [first] = requests;
    if (first !== undefined && requests.length === 1) return this.send(first);
    const { executor, metadata } = this.#table;
    const { ifExists: _, if: __, ttl: ___, verify: ____, validate: _____, ...write } = options;
    const batch = { ...this.#table.writeOptions(write), logged: false, operation: `${metadata.name}.update` };
    return this.#resultOf(await executor.executeBatch(requests, batch));
  }

  #verified(
    requests: readonly (WriteRequest | undefined)[],
    send: () => Promise<WriteResult<E>>,
    expected: () => readonly (Expectation<E> | undefined)[],
    options: { readonly verify?: boolean | undefined } & Omit<WriteOptions, 'ttl'>,
  ): Promise<WriteResult<E>> {
    const isConditional = requests.some((request) => request?.statement.kind === 'conditional');
    if (!readVerify(this.#table.metadata.name, options.verify, isConditional)) return send();
    return verified(send, expected, (outcome) => this.#answer(outcome), options);
  }

  #answer(outcome: Outcome): WriteResult<E> {
    if (outcome.applied) return APPLIED;
    const [row] = outcome.rows;
    return { applied: false, existing: row === undefined ? undefined : this.#table.hydrate(row) };
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
