import { AsyncResource } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import type { CaspyError } from '../errors';
import type { Statement, StatementKind } from '../query/statement';
import { hidePasswords } from './hide-passwords';
import type { Logger, LogTopic } from './logger';

/** The message on `diagnostics_channel` `caspy:query`, one for each request that ended. Holds no values. */
export interface QueryMessage {
  readonly operation: string;
  readonly cql: string;
  readonly kind: StatementKind;
  readonly parameterTypes: readonly string[];
  /** Milliseconds on the way, attempts and pauses included. */
  readonly duration: number;
  /** Milliseconds in the queue before that. */
  readonly queued: number;
  readonly attempts: number;
  readonly rows: number;
  readonly coordinator: string | undefined;
  /** The key into `system_traces.sessions`, where the request was traced and has ended well. */
  readonly traceId: string | undefined;
  readonly error: CaspyError | undefined;
}

/** One request that ended, as the pool sees it. */
export interface FinishedRequest extends Omit<QueryMessage, 'operation' | 'cql' | 'kind' | 'parameterTypes'> {
  readonly statement: Statement;
  readonly parameters: readonly unknown[];
}

/** What the observer needs to know of the options. */
export interface ObserverOptions {
  readonly logger: Logger;
  readonly topics: ReadonlySet<LogTopic>;
  readonly slowQueryThreshold: number;
  readonly logParameters: boolean;
}

const queryChannel = channel('caspy:query');

/** Tells loggers and subscribers about requests. While nobody listens a request costs two comparisons. */
export class RequestObserver {
  readonly #options: ObserverOptions;
  readonly #isLogging: boolean;

  constructor(options: ObserverOptions) {
    this.#options = options;
    const { topics, slowQueryThreshold } = options;
    this.#isLogging =
      topics.has('query') || topics.has('error') || topics.has('schema') || Number.isFinite(slowQueryThreshold);
  }

  get isActive(): boolean {
    return this.#isLogging || queryChannel.hasSubscribers;
  }

  /**
   * The context in which subscribers must hear of a request that begins now: its end comes in that of another one, when
   * it had waited in the queue or ends at its deadline.
   */
  scope(): AsyncResource | undefined {
    return queryChannel.hasSubscribers ? new AsyncResource('caspy.query') : undefined;
  }

  finished(request: FinishedRequest): void {
    if (queryChannel.hasSubscribers) queryChannel.publish(toMessage(request));
    if (this.#isLogging) this.#log(request);
  }

  warn(message: string): void {
    this.#tell('warn', (logger) => logger.log('warn', message));
  }

  info(message: string): void {
    this.#tell('info', (logger) => logger.log('info', message));
  }

  #log({ statement, parameters, duration, error }: FinishedRequest): void {
    const { kind } = statement;
    const cql = hidePasswords(statement.cql);
    const shown = this.#options.logParameters ? parameters : undefined;
    this.#tell('query', (logger) => logger.logQuery(cql, shown));
    if (kind === 'schema') this.#tell('schema', (logger) => logger.logSchema(cql));
    if (error !== undefined) this.#tell('error', (logger) => logger.logQueryError(error, cql, shown));
    if (duration >= this.#options.slowQueryThreshold)
      attempt(() => this.#options.logger.logQuerySlow(duration, cql, shown));
  }

  #tell(topic: LogTopic, write: (logger: Logger) => void): void {
    if (this.#options.topics.has(topic)) attempt(() => write(this.#options.logger));
  }
}

/** A logger that throws must not turn a request that went well into one that failed. */
function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // There is nobody left to tell: this was the logger.
  }
}

function toMessage({ statement, parameters: _parameters, ...rest }: FinishedRequest): QueryMessage {
  const { operation, kind, parameterTypes } = statement;
  return { operation, cql: hidePasswords(statement.cql), kind, parameterTypes, ...rest };
}
