import { QueryPlanError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Condition } from '../query/conditions';
import { readConditions, requireColumn } from '../query/conditions';
import { isRange, splitByKey } from '../query/key-coverage';
import { planQuery } from '../query/plan';
import { conditionsKey, whereParameters } from '../query/select-statement';
import type { Statement } from '../query/statement';
import { deleteStatement, insertStatement, updateStatement } from '../query/write-statements';
import type { Row } from '../session/request';
import type { EntityTable } from './entity-table';
import { fillInitialValues, insertParameters, invalid, keyParameters, namedColumns } from './entity-values';
import { compileHydrator } from './hydrator';
import type { WriteOptions, WriteResult } from './options';

/** Options of `insert`. */
export interface InsertOptions extends WriteOptions {
  /** Writes only when there is no such row; costs a round of Paxos. */
  readonly ifNotExists?: boolean | undefined;
}

/** Options of `update`. */
export interface UpdateOptions extends WriteOptions {
  /** Writes only when there is such a row; costs a round of Paxos. */
  readonly ifExists?: boolean | undefined;
}

/** Options of `delete`. */
export interface DeleteOptions<E> extends Omit<WriteOptions, 'ttl'> {
  readonly ifExists?: boolean | undefined;
  /** Deletes only these columns. */
  readonly columns?: readonly (keyof E & string)[] | undefined;
}

const APPLIED: { readonly applied: true } = Object.freeze({ applied: true });

/** The writes of one table: checks the input, picks the statement of its shape, sends it. */
export class Writer<E extends object> {
  readonly #table: EntityTable<E>;
  readonly #insert: Statement;

  constructor(table: EntityTable<E>) {
    this.#table = table;
    this.#insert = insertStatement(table.metadata, table.qualifiedName, { ttl: false }, `${table.metadata.name}.save`);
  }

  /** One upsert; fills generated columns and defaults on the entity. */
  async save(entity: E, options: WriteOptions | undefined): Promise<void> {
    const table = this.#table;
    if (entity.constructor !== table.metadata.target) namedColumns(table.metadata, entity);
    if (table.initialized.length > 0) fillInitialValues(table, entity);
    const params = insertParameters(table, entity);
    if (options === undefined) {
      await table.executor.execute(this.#insert, params, table.writeOptions(undefined));
      return;
    }
    await this.#sendInsert(params, options, false, 'save');
  }

  async insert(values: object, options: InsertOptions = {}): Promise<WriteResult<E>> {
    const table = this.#table;
    // Unlike `save`, an insert leaves the object alone: it works on a copy.
    const entity: object = { ...values };
    if (values.constructor !== table.metadata.target) namedColumns(table.metadata, values);
    fillInitialValues(table, entity);
    const { ifNotExists = false, ...write } = options;
    return this.#sendInsert(insertParameters(table, entity), write, ifNotExists, 'insert');
  }

  async #sendInsert(
    params: unknown[],
    write: WriteOptions,
    ifNotExists: boolean,
    operation: string,
  ): Promise<WriteResult<E>> {
    const { metadata, qualifiedName } = this.#table;
    const ttl = write.ttl !== undefined;
    const statement = this.#table.compiled(`insert ${operation} ${ttl} ${ifNotExists}`, () =>
      insertStatement(metadata, qualifiedName, { ttl, ifNotExists }, `${metadata.name}.${operation}`),
    );
    if (write.ttl !== undefined) params.push(this.#table.encodeTtl(write.ttl));
    return this.#send(statement, params, write);
  }

  /** Writes only the columns that `changes` names. */
  async update(key: unknown, changes: object, options: UpdateOptions = {}): Promise<WriteResult<E>> {
    const { metadata, qualifiedName } = this.#table;
    const columns = namedColumns(metadata, changes).filter(
      ({ property }) => Reflect.get(changes, property) !== undefined,
    );
    this.#checkChanges(columns);
    const { ifExists = false, ...write } = options;
    const ttl = write.ttl !== undefined;
    // Static columns belong to the partition, so its key alone names them.
    const keyColumns = columns.every(({ kind }) => kind === 'static') ? metadata.partitionKey : metadata.primaryKey;
    const keyParams = keyParameters(this.#table, keyColumns, key);
    const params = columns.map((column) => this.#table.parameter(column, Reflect.get(changes, column.property)));
    const shape = JSON.stringify([columns.map(({ property }) => property), ttl, ifExists]);
    const statement = this.#table.compiled(`update ${shape}`, () =>
      updateStatement(keyColumns, qualifiedName, columns, { ttl, ifExists }, `${metadata.name}.update`),
    );
    if (write.ttl !== undefined) params.unshift(this.#table.encodeTtl(write.ttl));
    params.push(...keyParams);
    return this.#send(statement, params, write);
  }

  #checkChanges(columns: readonly ColumnMetadata[]): void {
    const { name } = this.#table.metadata;
    if (columns.length === 0)
      throw invalid(name, 'changes', 'has nothing to update: no property of the changes is set.');
    const key = columns.find(({ kind }) => kind === 'partition' || kind === 'clustering');
    if (key === undefined) return;
    throw invalid(
      key.path,
      'changes',
      'is part of the primary key, which cannot change. Save a new row, delete the old.',
    );
  }

  /** Deletes a row, a partition, or a range of clustering columns within one. */
  async delete(criteria: unknown, options: DeleteOptions<E> = {}): Promise<WriteResult<E>> {
    const { metadata, qualifiedName } = this.#table;
    const conditions = readConditions(metadata, criteria);
    const { served, rest, partition } = splitByKey(metadata, conditions);
    if (!partition || rest.length > 0) {
      // The planner knows why; what only an index would serve is refused here too.
      planQuery(metadata, { conditions, order: [], allowFiltering: false });
      throw new QueryPlanError(`${metadata.name}: delete() names rows by their key only.`, {
        waysOut: ['give the whole partition key', 'filter(…).delete() finds the keys over an index'],
      });
    }
    const { ifExists = false, columns: properties = [], ...write } = options;
    const columns = properties.map((property) => requireColumn(metadata, property));
    const wholeKey = served.length === metadata.primaryKey.length && !served.some(isRange);
    this.#checkDeletedColumns(columns, wholeKey);
    if (ifExists) this.#checkIfExists(columns, served, wholeKey);
    const names = columns.map(({ property }) => property);
    const shape = JSON.stringify([conditionsKey(conditions), names, ifExists]);
    const statement = this.#table.compiled(`delete ${shape}`, () =>
      deleteStatement(metadata, qualifiedName, conditions, columns, { ifExists }, `${metadata.name}.delete`),
    );
    return this.#send(statement, whereParameters(metadata, conditions), write);
  }

  #checkDeletedColumns(columns: readonly ColumnMetadata[], row: boolean): void {
    for (const { kind, path } of columns) {
      if (kind === 'partition' || kind === 'clustering') {
        throw invalid(path, 'columns', 'is part of the primary key; delete the row instead.');
      }
      if (kind === 'regular' && !row) throw invalid(path, 'columns', 'is deleted by the whole primary key.');
    }
  }

  /** Paxos decides about one row, or about the static columns of one partition. */
  #checkIfExists(columns: readonly ColumnMetadata[], served: readonly Condition[], wholeKey: boolean): void {
    const isStatic = columns.length > 0 && columns.every(({ kind }) => kind === 'static');
    if ((wholeKey || isStatic) && served.every(({ comparison }) => comparison === '=')) return;
    const { name, primaryKey } = this.#table.metadata;
    throw new QueryPlanError(`${name}: ifExists needs the whole primary key, each column by one value.`, {
      waysOut: [`give ${primaryKey.map(({ property }) => property).join(', ')}`, 'delete without ifExists'],
    });
  }

  async #send(statement: Statement, params: readonly unknown[], options: WriteOptions): Promise<WriteResult<E>> {
    const page = await this.#table.executor.execute(statement, params, this.#table.writeOptions(options));
    if (page.applied !== false) return APPLIED;
    const [row] = page.rows;
    return { applied: false, existing: row === undefined ? undefined : this.#existing(row, page.columns) };
  }

  /** What the server answers about the row in the way holds the columns that it chose. */
  #existing(row: Row, names: readonly string[]): Partial<E> | undefined {
    const columns = this.#table.metadata.columns.filter(({ name }) => names.includes(name));
    if (columns.length === 0) return undefined;
    const key = JSON.stringify(columns.map(({ property }) => property));
    return this.#table.compiled(`existing ${key}`, () => compileHydrator<Partial<E>>(columns))(row);
  }
}
