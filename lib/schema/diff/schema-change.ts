/** What one change does, in the order in which changes are made; those behind `drop-type` cannot be made at all. */
export const CHANGE_KINDS = [
  'create-keyspace',
  'drop-view',
  'drop-index',
  'create-type',
  'add-field',
  'create-table',
  'add-column',
  'alter-options',
  'create-index',
  'replace-index',
  'create-view',
  'replace-view',
  'drop-column',
  'drop-table',
  'drop-type',
  'change-key',
  'change-clustering-order',
  'change-column-type',
  'change-static',
  'change-field-type',
  'drop-field',
  'name-taken',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * `safe` only adds or alters options, and a program on the old model goes on working. `destructive` takes something
 * away. `impossible` is what Cassandra has no statement for, or refuses.
 */
export type ChangeClass = 'safe' | 'destructive' | 'impossible';

/** One difference between what is wanted and what is there, with what would end it. */
export interface SchemaChange {
  readonly kind: ChangeKind;
  readonly class: ChangeClass;
  /** `keyspace.table.column`, as Cassandra stores the names. */
  readonly subject: string;
  /** `User` or `User.email`, where an entity is behind it. */
  readonly entity: string | undefined;
  /** The statements that make the change; empty for an impossible one. */
  readonly cql: readonly string[];
  /** The statements that undo it, without the data that is gone by then; empty when there are none. */
  readonly inverse: readonly string[];
  /** The server has something that nothing wanted needs: programs work without the change. */
  readonly extra: boolean;
  /** What differs, in one sentence. */
  readonly message: string;
  /** What Cassandra says to it; undefined for safe changes. */
  readonly reason: string | undefined;
  /** What to do instead; undefined for safe changes. */
  readonly wayOut: string | undefined;
}

/** What a kind of change leaves to say. */
export type ChangeFacts = Pick<SchemaChange, 'kind' | 'subject' | 'message'> &
  Partial<Pick<SchemaChange, 'entity' | 'cql' | 'inverse' | 'extra' | 'reason' | 'wayOut'>>;

function change(given: ChangeFacts, changeClass: ChangeClass): SchemaChange {
  const { kind, subject, message, entity, cql = [], inverse = [], extra = false, reason, wayOut } = given;
  return { kind, class: changeClass, subject, entity, cql, inverse, extra, message, reason, wayOut };
}

export function safe(facts: ChangeFacts): SchemaChange {
  return change(facts, 'safe');
}

export function destructive(facts: ChangeFacts & Required<Pick<SchemaChange, 'reason' | 'wayOut'>>): SchemaChange {
  return change(facts, 'destructive');
}

export function impossible(facts: ChangeFacts & Required<Pick<SchemaChange, 'reason' | 'wayOut'>>): SchemaChange {
  return change(facts, 'impossible');
}
