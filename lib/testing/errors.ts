import { ConfigurationError, ConnectionError } from '../errors';

const code = 'CASPY_LOCAL_CASSANDRA';

/** A local Cassandra cannot be started or driven as asked; nothing was started. */
export function unusable(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(message, { code, ...(cause === undefined ? {} : { cause }) });
}

/** A node was started and does not answer. */
export function unanswered(message: string, cause?: unknown): ConnectionError {
  return new ConnectionError(message, { code, retryable: false, ...(cause === undefined ? {} : { cause }) });
}

/** The text of anything that was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
