/** What the command answers to the shell. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  declined: 3,
  findings: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Errors of caspy that say that the call or the configuration is wrong; nothing in the cluster is. */
const WRONG_USAGE: ReadonlySet<string> = new Set([
  'ConfigurationError',
  'MetadataError',
  'PageTokenError',
  'QueryPlanError',
  'ValidationError',
]);

/** The exit code of an error. By name, because a project may bring a copy of caspy of its own. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof Error)) return EXIT.failed;
  const declared: unknown = Reflect.get(error, 'exitCode');
  const known = Object.values(EXIT).find((code) => code === declared);
  if (known !== undefined) return known;
  return WRONG_USAGE.has(error.name) ? EXIT.usage : EXIT.failed;
}
