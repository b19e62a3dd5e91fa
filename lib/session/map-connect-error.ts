import { errors, types } from 'cassandra-driver';
import { type CaspyError, ConfigurationError, ConnectionError } from '../errors';
import { safeCause } from './safe-cause';

/** TLS failures as OpenSSL and Node name them. */
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO)/;

const UNPREPARED: number = types.responseErrorCodes.unprepared;

/** Why nothing could be reached, per address, short enough for one line. */
export interface Reasons {
  readonly text: string;
  readonly isAuthentication: boolean;
  readonly isTls: boolean;
  readonly isBusy: boolean;
  /** The request may have reached a node before the connection was lost. */
  readonly isLost: boolean;
}

/** Reads the driver's `innerErrors`, which hold errors, strings and nulls. */
export function reasonsOf(error: errors.NoHostAvailableError): Reasons {
  const entries = innerErrorsOf(error);
  const values = entries.map(([, reason]) => reason);
  return {
    text: entries.map(([address, reason]) => `${address} ${shortReason(reason)}`).join(', '),
    isAuthentication: values.some((reason) => reason instanceof errors.AuthenticationError),
    isTls: values.some((reason) => TLS_CODE.test(codeOf(reason))),
    isBusy: values.some((reason) => reason instanceof errors.BusyConnectionError),
    isLost: values.some(mayHaveLeft),
  };
}

/**
 * A node answered "unprepared", and the statement could not be prepared there again: the driver goes on to the next node
 * then and drops the reason. Nothing was executed.
 */
export function wasNotPreparedAgain(error: unknown): boolean {
  if (!(error instanceof errors.NoHostAvailableError)) return false;
  return innerErrorsOf(error).some(
    ([, reason]) => reason instanceof errors.ResponseError && reason.code === UNPREPARED,
  );
}

function innerErrorsOf(error: errors.NoHostAvailableError): [string, unknown][] {
  const inner: unknown = error.innerErrors;
  return typeof inner === 'object' && inner !== null ? Object.entries(inner) : [];
}

/**
 * The error of a connection that could not be opened.
 * @param contactPoints what was tried, for errors that hold no address.
 */
export function mapConnectError(error: unknown, contactPoints: readonly string[]): CaspyError {
  const cause = safeCause(error);
  const tried = contactPoints.join(', ');
  const wrongDataCenter = dataCenterMessage(error);
  if (wrongDataCenter !== undefined) return new ConfigurationError(wrongDataCenter, { cause });
  if (error instanceof errors.NoHostAvailableError) return unreachable(error, tried, cause);
  if (error instanceof errors.ResponseError) {
    return new ConnectionError(`No session could be opened: ${error.message}.`, { cause });
  }
  return new ConnectionError(`No session to ${tried} could be opened: ${shortReason(error)}.`, { cause });
}

function unreachable(error: errors.NoHostAvailableError, tried: string, cause: unknown): ConnectionError {
  const reasons = reasonsOf(error);
  const where = reasons.text === '' ? `${tried}: the name could not be resolved (ENOTFOUND)` : reasons.text;
  if (reasons.isAuthentication) {
    const message = `The login was refused: ${where}. Check credentials.username and credentials.password.`;
    return new ConnectionError(message, { cause, code: 'CASPY_AUTHENTICATION', retryable: false });
  }
  if (reasons.isTls) {
    return new ConnectionError(`TLS failed: ${where}. ${tlsHint(where)}`, {
      cause,
      code: 'CASPY_TLS',
      retryable: false,
    });
  }
  return new ConnectionError(`No node could be reached: ${where}. Check contactPoints and port.`, { cause });
}

function tlsHint(reason: string): string {
  if (reason.includes('CERT_HAS_EXPIRED')) return 'A certificate of the cluster, or of its authority, must be renewed.';
  if (reason.includes('_ALERT_')) {
    return 'The node refused the handshake: where it asks for certificates of clients, set ssl.cert and ssl.key.';
  }
  return 'Set ssl.ca to the authority of the cluster, and ssl.servername to a name in its certificate.';
}

/** The driver has two messages for a wrong data centre, one in each place that looks; both name those that it found. */
const WRONG_DATA_CENTER = [
  /^Datacenter (?<given>.+?) was not found\. Available DCs are: \[(?<seen>[^[\]]*)\]$/,
  /^localDataCenter was configured as '(?<given>[^']*)', but only found hosts in data centers: \[(?<seen>[^[\]]*)\]$/,
];

function dataCenterMessage(error: unknown): string | undefined {
  for (const message of messagesOf(error)) {
    const groups = WRONG_DATA_CENTER.map((pattern) => pattern.exec(message)?.groups).find(Boolean);
    if (groups === undefined) continue;
    const seen = groups.seen?.split(/,\s*/).filter(Boolean).join(', ') ?? '';
    const where = seen === '' ? 'no data centre that could be seen' : seen;
    return `localDataCenter '${groups.given}' is not in the cluster: its nodes are in ${where}. Case counts.`;
  }
  return undefined;
}

function messagesOf(error: unknown): string[] {
  if (error instanceof errors.ArgumentError) return [error.message];
  if (!(error instanceof errors.NoHostAvailableError)) return [];
  return innerErrorsOf(error).flatMap(([, reason]) => (reason instanceof Error ? [reason.message] : []));
}

/** `ECONNREFUSED`, `login refused`, `timeout`: the whole error is in `cause`. */
export function shortReason(reason: unknown): string {
  if (reason === null || reason === undefined) return 'no answer';
  if (typeof reason === 'string') return reason === 'Host considered as DOWN' ? 'is down' : reason;
  if (reason instanceof errors.AuthenticationError) return 'login refused';
  if (reason instanceof errors.OperationTimedOutError) return 'timeout';
  if (reason instanceof errors.BusyConnectionError) return 'all connections are busy';
  const code = codeOf(reason);
  if (code !== '') return code;
  const message = reason instanceof Error && reason instanceof errors.DriverError ? reason.message : '';
  if (message === 'Connection timeout') return 'timeout';
  return message === '' ? 'failed' : message;
}

function codeOf(reason: unknown): string {
  const code: unknown = typeof reason === 'object' && reason !== null ? Reflect.get(reason, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

function mayHaveLeft(reason: unknown): boolean {
  if (reason instanceof errors.OperationTimedOutError) return true;
  if (!(reason instanceof errors.DriverError)) return false;
  return Reflect.get(reason, 'isSocketError') === true && Reflect.get(reason, 'requestNotWritten') !== true;
}
