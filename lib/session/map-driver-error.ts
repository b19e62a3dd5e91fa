import { errors } from 'cassandra-driver';
import {
  CaspyError,
  ConnectionError,
  QueryError,
  type RequestErrorOptions,
  TimeoutError,
  ValidationError,
} from '../errors';
import { type ErrorContext, mayWrite, outcomeOf } from './error-context';
import { hidePasswords, hidePasswordsOf } from './hide-passwords';
import { reasonsOf } from './map-connect-error';
import { mapResponseError } from './map-response-error';
import { safeCause } from './safe-cause';

/** How the driver's encoder begins when a value does not fit its type. */
const ENCODER_MESSAGE =
  /^(Not a valid|Expected |Unable to convert|Invalid duration|Target data type could not|Argument type invalid)/;

/**
 * What the driver threw for a request, as an error of caspy: with a stable code, with `retryable` and `maybeApplied`,
 * with the operation and the node, and without any value.
 */
export function mapDriverError(error: unknown, given: ErrorContext): CaspyError {
  if (error instanceof CaspyError) return error;
  const context = { ...given, cql: hidePasswords(given.cql) };
  if (context.cql !== given.cql) hidePasswordsOf(given.cql, error);
  if (error instanceof errors.ResponseError) return mapResponseError(error, context);
  if (error instanceof errors.NoHostAvailableError) return noHost(error, context);
  if (error instanceof errors.OperationTimedOutError) return timedOut(error, context);
  if (error instanceof errors.BusyConnectionError) return busy(error, context);
  if (error instanceof errors.AuthenticationError) return refusedLogin(error, context);
  if (isSocketError(error)) return lost(error, context);
  if (isUnprepared(error)) return unprepared(error, context);
  if (isEncoderError(error)) return doesNotFit(error, context);
  return unknownFailure(error, context);
}

function base(error: unknown, { operation }: ErrorContext): RequestErrorOptions {
  return { cause: safeCause(error), details: { operation, coordinator: coordinatorOf(error) } };
}

function coordinatorOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const coordinator: unknown = Reflect.get(error, 'coordinator') ?? Reflect.get(error, 'host');
  return typeof coordinator === 'string' ? coordinator : undefined;
}

function noHost(error: errors.NoHostAvailableError, context: ErrorContext): ConnectionError {
  const { text, isAuthentication, isTls, isBusy, isLost } = reasonsOf(error);
  if (isAuthentication) return refusedLogin(error, context);
  if (isBusy) return busy(error, context);
  const where = text === '' ? 'no node is up' : text;
  return new ConnectionError(`${context.operation}: no node could take the request: ${where}. Check the cluster.`, {
    ...base(error, context),
    code: isTls ? 'CASPY_TLS' : 'CASPY_NO_HOST',
    maybeApplied: isLost && mayWrite(context),
  });
}

function timedOut(error: errors.OperationTimedOutError, context: ErrorContext): TimeoutError {
  const message = `${context.operation}: ${error.host ?? 'the node'} did not answer in time.${outcomeOf(context)} Raise requestTimeout, or look at that node.`;
  return new TimeoutError(message, { ...base(error, context), maybeApplied: mayWrite(context) });
}

function busy(error: Error, context: ErrorContext): ConnectionError {
  const message = `${context.operation}: all connections are busy. Lower pool.maxInFlight, or raise pool.connectionsPerHost.`;
  return new ConnectionError(message, { ...base(error, context), code: 'CASPY_BUSY', maybeApplied: false });
}

function refusedLogin(error: Error, context: ErrorContext): ConnectionError {
  const message = `${context.operation}: the login was refused. Check credentials.username and credentials.password.`;
  return new ConnectionError(message, { ...base(error, context), code: 'CASPY_AUTHENTICATION', retryable: false });
}

function isSocketError(error: unknown): error is Error {
  return error instanceof Error && Reflect.get(error, 'isSocketError') === true;
}

function lost(error: Error, context: ErrorContext): ConnectionError {
  const maybeApplied = mayWrite(context) && Reflect.get(error, 'requestNotWritten') !== true;
  const where = coordinatorOf(error) ?? 'the node';
  const tail = maybeApplied ? outcomeOf(context) : '';
  const message = `${context.operation}: the connection to ${where} was lost before the answer came.${tail}`;
  return new ConnectionError(message, { ...base(error, context), code: 'CASPY_CONNECTION_LOST', maybeApplied });
}

function isUnprepared(error: unknown): error is Error {
  return error instanceof errors.DriverInternalError && error.message.startsWith('Unprepared response invalid');
}

function unprepared(error: Error, context: ErrorContext): QueryError {
  const message =
    `${context.operation}: the server forgets the statement each time it is prepared. ` +
    'Look for a proxy in between, or for a server whose prepared statement cache is too small.';
  const { cql, parameterTypes } = context;
  return new QueryError(message, {
    ...base(error, context),
    ...{ code: 'CASPY_UNPREPARED', cql, parameterTypes },
    ...{ retryable: true, maybeApplied: false },
  });
}

function isEncoderError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof errors.DriverError) return false;
  return ENCODER_MESSAGE.test(error.message) || error instanceof RangeError;
}

function doesNotFit(error: Error, context: ErrorContext): ValidationError {
  const types =
    context.parameterTypes.length === 0 ? '' : ` The parameters are (${context.parameterTypes.join(', ')}).`;
  const message = `${context.operation}: a parameter does not fit its CQL type.${types} Pass values of the types that the statement asks for.`;
  return new ValidationError(message, { cause: safeCause(error), details: { operation: context.operation } });
}

/** What the driver threw for bytes of an answer that it cannot decode, long after the request has ended. */
export function unreadable(error: unknown, context: ErrorContext): CaspyError {
  return error instanceof CaspyError ? error : unknownFailure(error, context);
}

/** A fault inside the driver, or arguments that it refuses: its own message may hold a value, so it stays out. */
function unknownFailure(error: unknown, context: ErrorContext): QueryError {
  const isDriverError = error instanceof errors.DriverError && !(error instanceof errors.DriverInternalError);
  const why = isDriverError ? error.message : `${error instanceof Error ? error.name : 'an unknown fault'} (see cause)`;
  const { cql, parameterTypes } = context;
  const options = { ...base(error, context), code: 'CASPY_DRIVER', cql, parameterTypes };
  const isRefusal = error instanceof errors.ArgumentError || error instanceof errors.NotSupportedError;
  return new QueryError(`${context.operation}: the driver failed: ${why}`, {
    ...options,
    maybeApplied: !isRefusal && mayWrite(context),
  });
}
