import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from '../session/logger';

const CONTEXT = 'Caspy';

/**
 * The option `logger` over Nest's: queries are `debug`, slow ones `warn`, failed ones `error`, the rest `log`.
 * `CaspyModule` uses it unless another logger is given; what is logged is the option `logging`.
 *
 * @param target any logger of Nest; by default the one of the application
 * @example
 * ```ts
 * CaspyModule.forRoot({ …, logging: ['query', 'slow', 'error'], logger: nestLogger() });
 * ```
 */
export function nestLogger(target: LoggerService = new NestLogger(CONTEXT)): Logger {
  return {
    logQuery: (cql, parameters): void => {
      target.debug?.(withValues(cql, parameters));
    },
    logQueryError: (error, cql, parameters): void => {
      target.error(`${error.message} in ${withValues(cql, parameters)}`);
    },
    logQuerySlow: (milliseconds, cql, parameters): void => {
      target.warn(`${Math.round(milliseconds)} ms: ${withValues(cql, parameters)}`);
    },
    logSchema: (cql): void => {
      target.log(cql);
    },
    log: (level, message): void => {
      if (level === 'warn') target.warn(message);
      else target.log(message);
    },
  };
}

function withValues(cql: string, parameters: readonly unknown[] | undefined): string {
  return parameters === undefined ? cql : `${cql} ${inspect(parameters)}`;
}
