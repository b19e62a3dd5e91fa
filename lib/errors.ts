/** What every error of caspy carries besides its message. */
export interface ErrorDetails {
  readonly [name: string]: unknown;
}

/** Options of every error: `details` for programs, `cause` for the chain. */
export interface CaspyErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * The base of every error that caspy throws.
 *
 * `code` is stable and starts with `CASPY_`; `message` says what happened, where, and the way out. Bound values and
 * secrets never appear in either.
 *
 * @example
 * ```ts
 * try {
 *   await users.getOrFail({ id });
 * } catch (error) {
 *   if (error instanceof CaspyError && error.code === 'CASPY_ENTITY_NOT_FOUND') return undefined;
 *   throw error;
 * }
 * ```
 */
export class CaspyError extends Error {
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, options: CaspyErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Options, a config file or a call are wrong; nothing was sent. */
export class ConfigurationError extends CaspyError {
  constructor(message: string, options: CaspyErrorOptions & { readonly code?: string } = {}) {
    super(options.code ?? 'CASPY_CONFIGURATION', message, options);
  }
}

/** One fault in a decorated class: where it is, and what to do about it. */
export interface MetadataFault {
  /** `Class` or `Class.property`. */
  readonly path: string;
  readonly message: string;
}

/** Decorated classes do not describe a legal table. Holds every fault that was found, not only the first. */
export class MetadataError extends CaspyError {
  readonly faults: readonly MetadataFault[];

  constructor(faults: readonly MetadataFault[], options: CaspyErrorOptions = {}) {
    super('CASPY_METADATA', MetadataError.#describe(faults), {
      ...options,
      details: { ...options.details, faults },
    });
    this.faults = faults;
  }

  static #describe(faults: readonly MetadataFault[]): string {
    const [first] = faults;
    if (first !== undefined && faults.length === 1) return `${first.path}: ${first.message}`;
    const lines = faults.map(({ path, message }) => `  - ${path}: ${message}`);
    return `The model has ${faults.length} faults:\n${lines.join('\n')}`;
  }
}

/**
 * A request to Cassandra failed. `retryable`: sending it again may help. `maybeApplied`: a write may have happened;
 * false only where Cassandra certainly wrote nothing.
 */
export abstract class RequestError extends CaspyError {
  readonly retryable: boolean;
  readonly maybeApplied: boolean;

  constructor(
    code: string,
    message: string,
    options: CaspyErrorOptions & { readonly retryable: boolean; readonly maybeApplied: boolean },
  ) {
    super(code, message, options);
    this.retryable = options.retryable;
    this.maybeApplied = options.maybeApplied;
  }
}

/** Options of the errors of a request. */
export interface RequestErrorOptions extends CaspyErrorOptions {
  readonly code?: string;
  readonly retryable?: boolean;
  readonly maybeApplied?: boolean;
}

/** No session could be opened or kept: wrong address, refused login, TLS failure, connection lost. */
export class ConnectionError extends RequestError {
  constructor(message: string, options: RequestErrorOptions = {}) {
    super(options.code ?? 'CASPY_CONNECTION', message, {
      ...options,
      retryable: options.retryable ?? true,
      maybeApplied: options.maybeApplied ?? false,
    });
  }
}

/** The request never left: it waited too long for a free place, or the queue was full. */
export class PoolTimeoutError extends RequestError {
  constructor(message: string, options: RequestErrorOptions = {}) {
    super(options.code ?? 'CASPY_POOL_TIMEOUT', message, {
      ...options,
      retryable: options.retryable ?? true,
      maybeApplied: false,
    });
  }
}

/** A query that would cost too much, or that CQL cannot express; refused before anything was sent. */
export class QueryPlanError extends CaspyError {
  /** The property that made the plan impossible, as `Class.property`; undefined when it is the whole query. */
  readonly path: string | undefined;
  /** What the caller can do, one line each. */
  readonly waysOut: readonly string[];

  constructor(
    message: string,
    options: CaspyErrorOptions & { readonly path?: string; readonly waysOut?: readonly string[] } = {},
  ) {
    const waysOut = options.waysOut ?? [];
    const tail = waysOut.length === 0 ? '' : `\nWays out:\n${waysOut.map((way) => `  - ${way}`).join('\n')}`;
    super('CASPY_QUERY_PLAN', message + tail, {
      ...options,
      details: { ...options.details, path: options.path, waysOut },
    });
    this.path = options.path;
    this.waysOut = waysOut;
  }
}

/** The server refused or failed a statement. Holds the CQL and the types of its parameters, never their values. */
export class QueryError extends RequestError {
  readonly cql: string | undefined;

  constructor(
    message: string,
    options: RequestErrorOptions & { readonly cql?: string; readonly parameterTypes?: readonly string[] } = {},
  ) {
    super(options.code ?? 'CASPY_QUERY', message, {
      ...options,
      details: { ...options.details, cql: options.cql, parameterTypes: options.parameterTypes },
      retryable: options.retryable ?? false,
      maybeApplied: options.maybeApplied ?? false,
    });
    this.cql = options.cql;
  }
}

/** The role that is logged in may not do this. */
export class UnauthorizedError extends QueryError {
  constructor(message: string, options: ConstructorParameters<typeof QueryError>[1] = {}) {
    super(message, { ...options, code: options.code ?? 'CASPY_UNAUTHORIZED' });
  }
}

/**
 * The caller's `AbortSignal` ended the request. `cause` is the signal's reason; `maybeApplied` is false for reads and
 * for requests that had not left yet.
 */
export class AbortError extends RequestError {
  constructor(message: string, options: RequestErrorOptions = {}) {
    super(options.code ?? 'CASPY_ABORTED', message, {
      ...options,
      retryable: options.retryable ?? false,
      maybeApplied: options.maybeApplied ?? true,
    });
  }
}

/** No answer within the deadline of the operation, from the server or from a replica. */
export class TimeoutError extends RequestError {
  constructor(message: string, options: RequestErrorOptions = {}) {
    super(options.code ?? 'CASPY_TIMEOUT', message, {
      ...options,
      retryable: options.retryable ?? true,
      maybeApplied: options.maybeApplied ?? true,
    });
  }
}

/** Too few replicas are alive for the consistency level; Cassandra did not try. */
export class UnavailableError extends RequestError {
  constructor(message: string, options: RequestErrorOptions = {}) {
    super(options.code ?? 'CASPY_UNAVAILABLE', message, {
      ...options,
      retryable: options.retryable ?? true,
      maybeApplied: options.maybeApplied ?? false,
    });
  }
}

/** One value that does not fit: `path` is `Class.property`, `constraints` says which rule and why. */
export interface ValidationFault {
  readonly path: string;
  readonly constraints: Readonly<Record<string, string>>;
}

/** A value does not fit its column, or breaks a rule of class-validator. */
export class ValidationError extends CaspyError {
  readonly errors: readonly ValidationFault[];

  constructor(message: string, options: CaspyErrorOptions & { readonly errors?: readonly ValidationFault[] } = {}) {
    const errors = options.errors ?? [];
    super('CASPY_VALIDATION', message, { ...options, details: { ...options.details, errors } });
    this.errors = errors;
  }
}

/** `getOrFail`, `findOneOrFail` or `firstOrFail` found nothing. */
export class EntityNotFoundError extends CaspyError {
  constructor(message: string, options: CaspyErrorOptions = {}) {
    super('CASPY_ENTITY_NOT_FOUND', message, options);
  }
}

/** `one()` found more than one row. */
export class MultipleResultsError extends CaspyError {
  constructor(message: string, options: CaspyErrorOptions = {}) {
    super('CASPY_MULTIPLE_RESULTS', message, options);
  }
}

/** Another writer changed the row first: read it again, apply the change again, save again. */
export class OptimisticLockError extends CaspyError {
  /** The row as the server has it, as far as it told. */
  readonly existing: unknown;

  constructor(message: string, options: CaspyErrorOptions & { readonly existing?: unknown } = {}) {
    super('CASPY_OPTIMISTIC_LOCK', message, options);
    // Rows are user data: not to be found by those who print an error.
    Object.defineProperty(this, 'existing', { value: options.existing, enumerable: false });
  }
}

/** A page token was changed, belongs to another query, or was signed with another secret. */
export class PageTokenError extends CaspyError {
  constructor(message: string, options: CaspyErrorOptions = {}) {
    super('CASPY_PAGE_TOKEN', message, options);
  }
}

/** A schema statement failed, or the nodes did not agree on the schema in time. */
export class SchemaError extends CaspyError {
  constructor(message: string, options: CaspyErrorOptions & { readonly code?: string } = {}) {
    super(options.code ?? 'CASPY_SCHEMA', message, options);
  }
}

/** The lock of schema work: `CASPY_SCHEMA_LOCKED` while another process has it, `CASPY_SCHEMA_LOCK_LOST` afterwards. */
export class SchemaLockError extends SchemaError {}

/** A hook or subscriber failed after its write: the row is written all the same. `cause` is its error. */
export class HookError extends CaspyError {
  constructor(message: string, options: CaspyErrorOptions = {}) {
    super('CASPY_HOOK', message, options);
  }
}

/** What can be wrong with migrations; each has its row in docs/errors.md. */
export type MigrationErrorCode =
  | 'CASPY_MIGRATION_CLUSTER'
  | 'CASPY_MIGRATION_DESTRUCTIVE'
  | 'CASPY_MIGRATION_DIVERGED'
  | 'CASPY_MIGRATION_DUPLICATE'
  | 'CASPY_MIGRATION_FAILED'
  | 'CASPY_MIGRATION_FILE'
  | 'CASPY_MIGRATION_IRREVERSIBLE'
  | 'CASPY_MIGRATION_MISSING'
  | 'CASPY_MIGRATION_OUT_OF_ORDER'
  | 'CASPY_MIGRATION_PENDING'
  | 'CASPY_MIGRATION_SYNTAX'
  | 'CASPY_MIGRATION_TAMPERED'
  | 'CASPY_MIGRATION_UNCERTAIN'
  | 'CASPY_MIGRATION_UNFINISHED'
  | 'CASPY_MIGRATION_UNKNOWN';

/** A migration cannot be run or reverted, or failed on the way. `details.migration` names it. */
export class MigrationError extends CaspyError {
  declare readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, message: string, options: CaspyErrorOptions = {}) {
    super(code, message, options);
  }
}

/**
 * A bulk write ended early: a row failed and nobody said to go on, its source failed, or its signal was aborted. What is
 * on its way was waited for; `cause` is the error of the row, of the source, or the signal's reason.
 */
export class BulkError extends CaspyError {
  /** What became of the rows until then: counts, and the first failures with their items. */
  readonly result: unknown;

  constructor(
    message: string,
    options: CaspyErrorOptions & { readonly code?: string; readonly result?: unknown } = {},
  ) {
    super(options.code ?? 'CASPY_BULK', message, options);
    // Items are user data: not to be found by those who print an error.
    Object.defineProperty(this, 'result', { value: options.result, enumerable: false });
  }
}
