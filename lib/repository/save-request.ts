import type { ColumnMetadata } from '../metadata/table-metadata';
import { plainAssignment } from '../query/assignments';
import { NO_GUARD, readGuard } from '../query/write-conditions';
import type { EntityTable } from './entity-table';
import { fillInitialValues, keyOf, namedColumns, requireValues, valuesOf } from './entity-values';
import type { Expectation } from './expectation';
import { insertExpectation, versionedSaveExpectation } from './expectation';
import { insertRequest } from './insert-request';
import type { KnownRow } from './loaded-row';
import { knownRow, rememberRow } from './loaded-row';
import type { SaveOptions, WriteOptions } from './options';
import { readFlag, requireOptions } from './require-options';
import { nextVersion } from './row-version';
import { trackedAssignments } from './tracked-assignments';
import { isSameRow, knownAfterSave, withoutUnchanged, writtenValues } from './unchanged';
import { updateRequest } from './update-request';
import type { WriteRequest } from './write-request';

/** What a save of one entity comes to. */
export interface EntityWrite<E extends object> {
  /** Undefined when nothing has changed, so that there is nothing to send. */
  readonly request: WriteRequest | undefined;
  /** The values of all columns, for what is known about the row afterwards. */
  readonly params: readonly unknown[];
  /** The version that the entity gets, where it has one. */
  readonly version: unknown;
  /** What the save leaves in its row; undefined where no read can tell. */
  readonly expected: (() => Expectation<E> | undefined) | undefined;
}

/**
 * What `save` sends; the entity gets its generated values here. What a loaded entity was loaded with is not sent again,
 * unless a TTL is to be set on all of it.
 *
 * @throws ValidationError when a value does not fit its column or a key is missing
 */
export function saveRequest<E extends object>(
  table: EntityTable<E>,
  entity: E,
  options: SaveOptions | undefined,
): EntityWrite<E> {
  if (options !== undefined) requireOptions(table.metadata.name, options);
  requireValues(table.metadata, entity);
  if (entity.constructor !== table.metadata.target) namedColumns(table.metadata, entity);
  if (table.initialized.length > 0 || table.updateDate !== undefined) fillInitialValues(table, entity);
  if (table.version !== undefined) return saveVersion(table, entity, table.version, options);
  const request = insertRequest(table, entity, options && writeOptionsOf(options), false, 'save');
  const known = knownOf(table, entity, request.params);
  const { trackChanges = table.metadata.options.trackChanges === true } = options ?? {};
  const tracked = readFlag(table.metadata.name, 'trackChanges', trackChanges);
  const sent = known === undefined ? request : changesOf(table, entity, known, request, tracked);
  const written = writtenValues(table, entity, withoutTtl(request));
  return { request: sent, params: written, version: undefined, expected: undefined };
}

function writeOptionsOf({ trackChanges: _, verify: __, validate: ___, ...write }: SaveOptions): WriteOptions {
  return write;
}

/**
 * What is known about the row that is written. With another key the entity becomes another row, of which nothing is
 * known: all of it is sent, as of a new entity.
 */
function knownOf<E extends object>(table: EntityTable<E>, entity: E, params: readonly unknown[]): KnownRow | undefined {
  const known = knownRow(entity);
  if (known === undefined || isSameRow(table, known, params, entity)) return known;
  rememberRow(entity, undefined);
  return undefined;
}

function changesOf<E extends object>(
  table: EntityTable<E>,
  entity: E,
  known: KnownRow,
  request: WriteRequest,
  trackChanges: boolean,
): WriteRequest | undefined {
  if (trackChanges) {
    const assignments = trackedAssignments(table, entity, known, request.params);
    if (assignments.length === 0) return undefined;
    return updateRequest(table, keyOf(table, entity), assignments, NO_GUARD, request.options, 'save');
  }
  // Values that the server makes leave the parameters without an order by column.
  const all = request.options?.ttl !== undefined || request.params.length !== table.metadata.columns.length;
  return all ? request : { ...request, params: withoutUnchanged(table, known, request.params, entity) };
}

/** Writes only if the row still has the version that the entity has; without one, only if there is no row. */
function saveVersion<E extends object>(
  table: EntityTable<E>,
  entity: E,
  version: ColumnMetadata,
  options: SaveOptions | undefined,
): EntityWrite<E> {
  const current: unknown = Reflect.get(entity, version.property);
  const { trackChanges: _, verify: __, validate: ___, ...write } = options ?? {};
  const next = nextVersion(version, current);
  const { columns, primaryKey } = table.metadata;
  const values = { ...valuesOf(table, entity), [version.property]: next };
  const insert = insertRequest(table, values, write, true, 'save');
  const all = withoutTtl(insert);
  if (current === undefined || current === null) {
    return { request: insert, params: all, version: next, expected: () => insertExpectation(table, insert, all) };
  }
  const known = knownOf(table, entity, all);
  const params = known === undefined ? all : withoutUnchanged(table, known, all, entity);
  const assignments = columns.map((column, index) => plainAssignment(column, params[index])).slice(primaryKey.length);
  const guard = readGuard(table.metadata, { [version.property]: current });
  const request = updateRequest(table, keyOf(table, entity), assignments, guard, write, 'save');
  const expected = (): Expectation<E> => versionedSaveExpectation(table, version, all, params);
  return { request, params: all, version: next, expected };
}

/** The parameters of the columns; a TTL stands behind them. */
export function withoutTtl({ params, options }: WriteRequest): readonly unknown[] {
  return options?.ttl === undefined ? params : params.slice(0, -1);
}

/**
 * So that a second save sends only what was set after the first. Where the parameters do not tell what was written,
 * as of values that the server made, nothing is known any more, and a second save sends everything.
 */
export function rememberSaved<E extends object>(table: EntityTable<E>, entity: E, params: readonly unknown[]): void {
  if (entity.constructor !== table.metadata.target) return;
  const isByColumn = params.length === table.metadata.columns.length;
  rememberRow(entity, isByColumn ? knownAfterSave(knownRow(entity), params) : undefined);
}

/** What a save leaves in its row. */
export function saveExpectation<E extends object>(
  table: EntityTable<E>,
  { request, expected }: EntityWrite<E>,
): Expectation<E> | undefined {
  if (expected !== undefined) return expected();
  return request === undefined ? undefined : insertExpectation(table, request, withoutTtl(request));
}
