import type { TableMetadata } from '../metadata/table-metadata';
import type { Assignment } from '../query/assignments';
import { didYouMean } from '../suggest';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';
import { invalid } from './entity-values';

/** Terms of a `SET` that share a TTL. */
export interface TtlGroup {
  /** Undefined leaves it to the table. */
  readonly ttl: number | undefined;
  readonly assignments: readonly Assignment[];
}

/**
 * The terms of an update by the TTL of their column: CQL has one TTL for each statement.
 *
 * @throws ValidationError for a TTL of a column that the update does not write.
 */
export function groupByTtl(table: TableMetadata, assignments: readonly Assignment[], ttls: object): TtlGroup[] {
  if (!isRecord(ttls)) {
    throw invalid(
      table.name,
      'ttl',
      `takes 'ttl' in seconds, or by property as { name: 60 }, not ${describeValue(ttls)}.`,
    );
  }
  const given = new Map<string, unknown>(Object.entries(ttls));
  const written = new Set(assignments.map(({ column }) => column.property));
  for (const [property, ttl] of given) {
    if (ttl === undefined || written.has(property)) continue;
    const message = `has a TTL, but is not among the changes.${didYouMean(property, written)}`;
    throw invalid(`${table.name}.${property}`, 'ttl', message);
  }
  const groups = new Map<number | undefined, Assignment[]>();
  for (const assignment of assignments) {
    // What is no number is refused when it is encoded.
    const ttl = given.get(assignment.column.property) as number | undefined;
    const group = groups.get(ttl);
    if (group === undefined) groups.set(ttl, [assignment]);
    else group.push(assignment);
  }
  return [...groups].map(([ttl, terms]) => ({ ttl, assignments: terms }));
}
