import { QueryPlanError } from '../errors';
import { checkInLengths } from '../query/check-in-lengths';
import { elementCodec, isMultiCell, keyCodec } from '../query/collection-parts';
import type { Condition } from '../query/conditions';
import { readConditions, requireColumn } from '../query/conditions';
import { encodeWith } from '../query/encode-value';
import { isRange, splitByKey } from '../query/key-coverage';
import { planQuery } from '../query/plan';
import { conditionsKey, whereParameters } from '../query/select-statement';
import type { Guard } from '../query/write-conditions';
import type { DeletedPart } from '../query/write-statements';
import { deleteStatement } from '../query/write-statements';
import { createCodec } from '../types/create-codec';
import { describeValue } from '../types/describe-value';
import { isListOfValues } from '../types/is-list-of-values';
import { isRecord } from '../types/is-record';
import type { EntityTable } from './entity-table';
import { invalid } from './entity-values';
import type { WriteOptions } from './options';
import type { WriteRequest } from './write-request';

/** What of the rows to delete; nothing for the rows themselves. */
export interface DeletedParts {
  readonly columns?: readonly string[] | undefined;
  readonly elements?: Readonly<Record<string, readonly unknown[] | undefined>> | undefined;
}

/**
 * The `DELETE` of a row, a partition, or a range of clustering columns within one; or of parts of a row.
 *
 * @throws QueryPlanError when the key does not name what is to be deleted.
 */
export function deleteRequest<E extends object>(
  table: EntityTable<E>,
  criteria: unknown,
  what: DeletedParts,
  guard: Guard,
  options: WriteOptions | undefined,
): WriteRequest {
  const { metadata } = table;
  const conditions = readConditions(metadata, criteria);
  const { served, rest, partition } = splitByKey(metadata, conditions);
  if (!partition || rest.length > 0) {
    // The planner knows why; what only an index would serve is refused here too.
    planQuery(metadata, { conditions, order: [], allowFiltering: false });
    throw new QueryPlanError(`${metadata.name}: delete() names rows by their key only.`, {
      waysOut: ['give the whole partition key', 'filter(…).delete() finds the keys over an index'],
    });
  }
  const parts = readParts(table, what);
  const wholeKey = served.length === metadata.primaryKey.length && !served.some(isRange);
  checkParts(parts, wholeKey);
  if (guard.cql !== '') checkGuarded(table, parts, served, wholeKey);
  return deleteByConditions(table, conditions, parts, guard, options);
}

/** The `DELETE` for conditions that the key serves. */
export function deleteByConditions<E extends object>(
  table: EntityTable<E>,
  conditions: readonly Condition[],
  parts: readonly DeletedPart[],
  guard: Guard,
  options: WriteOptions | undefined,
): WriteRequest {
  checkInLengths(conditions);
  const { metadata, qualifiedName } = table;
  const names = parts.map(({ column, element }) => [column.property, element !== undefined]);
  const shape = JSON.stringify([conditionsKey(conditions), names, guard.cql]);
  const statement = table.compiled(`delete ${shape}`, () =>
    deleteStatement(metadata, qualifiedName, { conditions, parts, guard }, `${metadata.name}.delete`),
  );
  const elements = parts.flatMap(({ element }) => element ?? []);
  const params = [...elements, ...whereParameters(metadata, conditions), ...guard.params];
  return {
    statement,
    params,
    options,
    partitionAt: namesOnePartition(table, conditions) ? elements.length : undefined,
  };
}

/** Conditions stand in the order of the table's columns, so those on the partition key come first. */
function namesOnePartition<E extends object>({ metadata }: EntityTable<E>, conditions: readonly Condition[]): boolean {
  return metadata.partitionKey.every((column, index) => {
    const condition = conditions[index];
    return (
      condition?.column === column && condition.comparison === '=' && !condition.token && condition.raw === undefined
    );
  });
}

const INT = createCodec({ kind: 'scalar', name: 'int' });

function readParts<E extends object>({ metadata }: EntityTable<E>, { columns, elements }: DeletedParts): DeletedPart[] {
  const whole = listOf(`${metadata.name}: 'columns'`, columns).map((property): DeletedPart => {
    return { column: requireColumn(metadata, property), element: undefined, elementType: undefined };
  });
  const single = elementsOf(metadata.name, elements).flatMap(([property, keys]) => {
    const column = requireColumn(metadata, property);
    const { kind } = column.type;
    const codec =
      kind === 'map' ? keyCodec(column) : kind === 'list' ? INT : kind === 'set' ? elementCodec(column) : undefined;
    if (codec === undefined || !isMultiCell(column.type)) {
      throw invalid(column.path, 'elements', `is ${column.cqlType}, of which no single element can be deleted.`);
    }
    return listOf(column.path, keys).map((key): DeletedPart => {
      return { column, element: encodeWith(codec, `${column.path}[]`, key), elementType: codec.cql };
    });
  });
  const parts = [...whole, ...single];
  if (parts.length > 0 || (columns === undefined && elements === undefined)) return parts;
  const message = "names nothing to delete in 'columns' or 'elements'; to delete the row, leave both out.";
  throw invalid(metadata.name, 'columns', message);
}

function listOf<T>(name: string, values: Iterable<T> | undefined): T[] {
  if (values === undefined) return [];
  if (isListOfValues(values)) return [...values];
  throw invalid(name, 'list', `takes a list, not ${describeValue(values)}.`);
}

function elementsOf(name: string, elements: DeletedParts['elements']): [string, readonly unknown[] | undefined][] {
  if (elements === undefined) return [];
  if (isRecord(elements)) return Object.entries(elements);
  throw invalid(
    name,
    'elements',
    `takes elements as an object such as { tags: ['a'] }, not ${describeValue(elements)}.`,
  );
}

function checkParts(parts: readonly DeletedPart[], row: boolean): void {
  for (const { column } of parts) {
    if (column.kind === 'partition' || column.kind === 'clustering') {
      throw invalid(column.path, 'columns', 'is part of the primary key; delete the row instead.');
    }
    if (column.kind === 'regular' && !row)
      throw invalid(column.path, 'columns', 'is deleted by the whole primary key.');
  }
}

/** Paxos decides about one row, or about the static columns of one partition. */
function checkGuarded<E extends object>(
  { metadata }: EntityTable<E>,
  parts: readonly DeletedPart[],
  served: readonly Condition[],
  wholeKey: boolean,
): void {
  const isStatic = parts.length > 0 && parts.every(({ column }) => column.kind === 'static');
  if ((wholeKey || isStatic) && served.every(({ comparison }) => comparison === '=')) return;
  throw new QueryPlanError(`${metadata.name}: ifExists and if need the whole primary key, each column by one value.`, {
    waysOut: [`give ${metadata.primaryKey.map(({ property }) => property).join(', ')}`, 'delete without a condition'],
  });
}
