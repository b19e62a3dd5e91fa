/** What can be logged; `query` names every request, `error` and `slow` only those. */
export const LOG_TOPICS = ['query', 'error', 'slow', 'schema', 'warn', 'info'] as const;

/** One of the topics of `logging`. */
export type LogTopic = (typeof LOG_TOPICS)[number];

/** `true` or `'all'`: every topic. `false`: none. Left out: `warn`. */
export type LoggingOption = boolean | 'all' | readonly LogTopic[];

/**
 * Where the data source writes what it does; the shape of TypeORM's logger, so that one class can serve both.
 *
 * `parameters` is undefined unless `logParameters: true` was set, because bound values are user data. A logger that
 * throws does not break the request.
 *
 * @example
 * ```ts
 * const logger: Logger = {
 *   logQuery: (cql) => pino.debug({ cql }),
 *   logQueryError: (error, cql) => pino.error({ error, cql }),
 *   logQuerySlow: (milliseconds, cql) => pino.warn({ milliseconds, cql }),
 *   logSchema: (cql) => pino.info({ cql }),
 *   log: (level, message) => pino[level](message),
 * };
 * ```
 */
export interface Logger {
  logQuery(cql: string, parameters: readonly unknown[] | undefined): void;
  logQueryError(error: Error, cql: string, parameters: readonly unknown[] | undefined): void;
  logQuerySlow(milliseconds: number, cql: string, parameters: readonly unknown[] | undefined): void;
  logSchema(cql: string): void;
  log(level: 'info' | 'warn', message: string): void;
}

/** Writes to stderr, so that the output of a program stays clean. */
export const consoleLogger: Logger = {
  logQuery: (cql, parameters) => write('query', cql, parameters),
  logQueryError: (error, cql, parameters) => write('error', `${error.message} in ${cql}`, parameters),
  logQuerySlow: (milliseconds, cql, parameters) => write('slow', `${Math.round(milliseconds)} ms: ${cql}`, parameters),
  logSchema: (cql) => write('schema', cql, undefined),
  log: (level, message) => write(level, message, undefined),
};

function write(topic: string, text: string, parameters: readonly unknown[] | undefined): void {
  const line = `caspy ${topic}: ${text}`;
  if (parameters === undefined) console.error(line);
  else console.error(line, parameters);
}
