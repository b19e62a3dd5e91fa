import type { TableMetadata } from '../metadata/table-metadata';
import type { Assignment } from '../query/assignments';
import { plainAssignment } from '../query/assignments';
import type { Guard } from '../query/write-conditions';
import { NO_GUARD, readGuard } from '../query/write-conditions';
import type { EntityTable } from './entity-table';
import { invalid } from './entity-values';
import { groupByTtl } from './group-by-ttl';
import type { UpdateOptions } from './options';
import { readFlag, requireOptions } from './require-options';
import { nextVersion } from './row-version';
import { readAssignments, updateRequest } from './update-request';
import type { WriteRequest } from './write-request';

/** What an update comes to. */
export interface UpdateWrite {
  /** One `UPDATE`, or one for each TTL where columns have TTLs of their own. */
  readonly requests: readonly WriteRequest[];
  /** All that they set. */
  readonly assignments: readonly Assignment[];
}

const EXISTS: Guard = { cql: ' IF EXISTS', params: [], types: [] };

/** What `update` sends. @throws ValidationError, QueryPlanError before anything is sent */
export function readUpdate<E extends object>(
  table: EntityTable<E>,
  key: unknown,
  changes: object,
  options: UpdateOptions<E>,
): UpdateWrite {
  const {
    ifExists,
    if: conditions,
    ttl,
    verify: _,
    validate: __,
    ...write
  } = requireOptions(table.metadata.name, options);
  const { metadata, updateDate } = table;
  refuseUndefinedIf(metadata, options);
  const { values, guards } = readVersion(table, changes, conditions);
  const assignments = [...readAssignments(table, values)];
  if (updateDate !== undefined && values[updateDate.property] === undefined) {
    assignments.push(plainAssignment(updateDate, table.parameter(updateDate, new Date())));
  }
  const guard = guards === undefined ? existsGuard(metadata, ifExists) : readGuard(metadata, guards);
  if (guards !== undefined) readFlag(metadata.name, 'ifExists', ifExists);
  const groups = typeof ttl === 'object' ? groupByTtl(metadata, assignments, ttl) : [{ ttl, assignments }];
  // One condition decides about all of a batch; it stands where the key of the row is named.
  const deciding = groups.findIndex((group) => group.assignments.some(({ column }) => column.kind !== 'static'));
  const requests = groups.map((group, index) =>
    updateRequest(table, key, group.assignments, index === Math.max(0, deciding) ? guard : NO_GUARD, {
      ...write,
      ttl: group.ttl,
    }),
  );
  return { requests, assignments };
}

/** The values with the next version, and the conditions with the one that was read; undefined without any. */
function readVersion<E extends object>(
  { version }: EntityTable<E>,
  changes: object,
  conditions: object | undefined,
): { readonly values: Record<string, unknown>; readonly guards: object | undefined } {
  const values: Record<string, unknown> = { ...changes };
  if (version === undefined) return { values, guards: conditions };
  const current = values[version.property];
  if (current === undefined || current === null) {
    const message = 'is the version of the row. Give the one that you read, so that no other change is lost.';
    throw invalid(version.path, 'version', message);
  }
  values[version.property] = nextVersion(version, current);
  return { values, guards: { ...conditions, [version.property]: current } };
}

/** `IF EXISTS`, where it was asked for. */
export function existsGuard({ name }: TableMetadata, ifExists: unknown): Guard {
  return readFlag(name, 'ifExists', ifExists) ? EXISTS : NO_GUARD;
}

/** `if: undefined` is a variable that was not set; without this check it would make the write unconditional. */
export function refuseUndefinedIf(table: TableMetadata, options: object): void {
  if (Object.hasOwn(options, 'if') && Reflect.get(options, 'if') === undefined) readGuard(table, undefined);
}
