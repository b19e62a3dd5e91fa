/** The table of the locks of schema work. */
export const LOCK_TABLE = 'caspy_locks';

/** The table of the migrations that were run, unless the options name another. */
export const MIGRATION_TABLE = 'caspy_migrations';

/** Tables that caspy keeps for itself in a keyspace: no entity has them, and yet they are not to be dropped. */
export const OWN_TABLES: ReadonlySet<string> = new Set([LOCK_TABLE, MIGRATION_TABLE]);
