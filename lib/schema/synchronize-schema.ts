import { AbortError, SchemaError } from '../errors';
import type { Replication } from './create-keyspace';
import { diffSchemas } from './diff/diff-schemas';
import type { SchemaChange } from './diff/schema-change';
import { SCHEMA_LOCK, type SchemaLock } from './lock/lock-options';
import { withSchemaLock } from './lock/with-schema-lock';
import { graceSignal } from './migrations/grace-signal';
import type { SchemaModel } from './model';
import { readSchema } from './read-schema';
import type { SchemaClient } from './schema-client';

/** How to synchronize. */
export interface SynchronizeOptions {
  /** Sends nothing but reads; the result says what would be run. */
  readonly dryRun?: boolean | undefined;
  /**
   * Makes destructive changes too: drops what the entities do not have, and builds anew what cannot be altered. Look at
   * a dry run first.
   */
  readonly allowDestructive?: boolean | undefined;
  /**
   * Tables, views and types of others in the same keyspace: names, or expressions that match whole names. They are
   * neither dropped nor told of.
   */
  readonly ignore?: readonly (string | RegExp)[] | undefined;
  /**
   * Milliseconds to wait for another process that does schema work in the keyspace; 300,000 unless set, as all but one of
   * many processes wait for the first start of a large model. 0 fails at once.
   */
  readonly wait?: number | undefined;
}

/** What a synchronization did, or would do in a dry run. */
export interface SyncResult {
  /** The CQL that was run, in order. */
  readonly statements: readonly string[];
  /** The changes that the statements made. */
  readonly changes: readonly SchemaChange[];
  /** What differs still: impossible changes, and destructive ones without `allowDestructive`. */
  readonly skipped: readonly SchemaChange[];
}

/** How a program that shows the plan first stays in charge of it. */
export interface SynchronizeControl {
  /** Ends the waiting and the work between two statements; the lock is released. */
  readonly signal?: AbortSignal | undefined;
  /** Called under the lock with the changes that are about to be made, which others may have added to; throws to refuse. */
  readonly accept?: ((changes: readonly SchemaChange[]) => void) | undefined;
}

interface SynchronizeContext extends SynchronizeOptions, SynchronizeControl {
  /** Of keyspaces that do not exist; not asked for when they all do. */
  readonly replication: () => Promise<Replication>;
}

const LOCK_WAIT = 300_000;

/**
 * Makes the server what is wanted, as far as that is allowed: one statement after the other, each when the nodes agree
 * on the one before. A schema that fits is only read: no lock is taken and nothing is written.
 *
 * The work on a keyspace is done under a lock of that keyspace, after comparing once more: of many processes that start
 * at once, the first makes the changes and the others find nothing left to do.
 *
 * @throws SchemaError when a statement fails, or the nodes do not agree after it; what was run before it stays.
 * @throws SchemaLockError when another process holds the lock for too long.
 */
export async function synchronizeSchema(
  client: SchemaClient,
  wanted: SchemaModel,
  options: SynchronizeContext,
): Promise<SyncResult> {
  const plan = await planSchema(client, wanted, options);
  if (plan.changes.length === 0 || options.dryRun === true) return plan;
  const done: SchemaChange[] = [];
  const statements: string[] = [];
  const run = async (change: SchemaChange, lock?: SchemaLock, grace?: AbortSignal): Promise<void> => {
    for (const cql of change.cql) {
      lock?.requireHeld();
      await runStatement(client, change, cql, statements, grace);
    }
    done.push(change);
  };
  // The lock lives in the keyspace, so that comes first. It has no id that two processes could disagree about.
  for (const change of plan.changes) if (change.kind === 'create-keyspace') await run(change);
  const skipped: SchemaChange[] = [];
  for (const keyspace of wanted.keyspaces) {
    const own = { keyspaces: [keyspace] };
    if (!plan.changes.some((change) => isIn(change, keyspace.name))) {
      skipped.push(...plan.skipped.filter((change) => isIn(change, keyspace.name)));
      continue;
    }
    const { wait = LOCK_WAIT, signal } = options;
    const lockOptions = { keyspace: keyspace.name, name: SCHEMA_LOCK, wait, signal };
    await withSchemaLock(client, lockOptions, async (lock) => {
      const current = await planSchema(client, own, options);
      options.accept?.(current.changes);
      const grace = graceSignal(lock.signal);
      for (const change of current.changes) await run(change, lock, grace);
      skipped.push(...current.skipped);
    });
  }
  return { statements, changes: done, skipped };
}

/** The changes that are allowed, and those that are not; reads only. */
async function planSchema(client: SchemaClient, wanted: SchemaModel, options: SynchronizeContext): Promise<SyncResult> {
  const actual = await readSchema(
    client,
    wanted.keyspaces.map(({ name }) => name),
  );
  const isComplete = actual.keyspaces.length === wanted.keyspaces.length;
  const replication = isComplete ? undefined : await options.replication();
  const all = diffSchemas(wanted, actual, { ignore: options.ignore, replication });
  const isAllowed = (change: SchemaChange): boolean =>
    change.class === 'safe' || (change.class === 'destructive' && options.allowDestructive === true);
  const changes = all.filter(isAllowed);
  return {
    statements: changes.flatMap(({ cql }) => cql),
    changes,
    skipped: all.filter((change) => !isAllowed(change)),
  };
}

/** The names of keyspaces have no dots. */
function isIn({ subject, kind }: SchemaChange, keyspace: string): boolean {
  return kind !== 'create-keyspace' && subject.startsWith(`${keyspace}.`);
}

async function runStatement(
  client: SchemaClient,
  { kind, subject }: SchemaChange,
  cql: string,
  statements: string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await client.change(cql, signal);
  } catch (error) {
    if (error instanceof AbortError) throw error;
    const reason = error instanceof Error ? error.message : 'no reason given';
    throw new SchemaError(`The change '${kind}' of ${subject} failed: ${reason} Run before it: ${statements.length}.`, {
      cause: error,
      details: { kind, subject, cql, statements: [...statements] },
    });
  }
  statements.push(cql);
}
