import type { Logger } from './logger';

/** What is called of a logger: the shape of pino's, and of others that take an object before the message. */
export interface StructuredLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * The option `logger` over pino: queries are `debug`, slow ones `warn`, failed ones `error`, the rest `info`. The error is
 * under `err`, where pino's serializer looks for it.
 *
 * @example
 * ```ts
 * new DataSource({ …, logging: ['slow', 'error', 'warn'], slowQueryThreshold: 200, logger: pinoLogger(pino()) });
 * ```
 */
export function pinoLogger(target: StructuredLogger): Logger {
  return {
    logQuery: (cql, parameters) => target.debug({ cql, parameters }, 'query'),
    logQueryError: (err, cql, parameters) => target.error({ err, cql, parameters }, 'query failed'),
    logQuerySlow: (milliseconds, cql, parameters) => target.warn({ milliseconds, cql, parameters }, 'slow query'),
    logSchema: (cql) => target.info({ cql }, 'schema'),
    log: (level, message) => target[level]({}, message),
  };
}
