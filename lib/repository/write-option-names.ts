/** Options of a write that concern its whole request; those of a batch belong to the batch. */
export const REQUEST_WRITE_OPTIONS = [
  'timestamp',
  'consistency',
  'serialConsistency',
  'profile',
  'timeout',
  'idempotent',
  'signal',
  'tracing',
] as const;

/** The names of all options that every write has. */
export const WRITE_OPTIONS: readonly string[] = ['ttl', ...REQUEST_WRITE_OPTIONS, 'hooks'];
