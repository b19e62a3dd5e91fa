import type { errors } from 'cassandra-driver';
import {
  type CaspyError,
  ConnectionError,
  QueryError,
  type RequestErrorOptions,
  TimeoutError,
  UnauthorizedError,
  UnavailableError,
} from '../errors';
import { consistencyName } from './consistency';
import { type ErrorContext, isBatch, mayWrite, outcomeOf } from './error-context';

/** Fields that the driver reads off the frame of an error, next to its code and message. */
interface ResponseFields {
  readonly coordinator?: string;
  readonly consistencies?: number;
  readonly required?: number;
  readonly alive?: number;
  readonly received?: number;
  readonly blockFor?: number;
  readonly failures?: number;
  readonly isDataPresent?: number;
  readonly writeType?: string;
}

interface Answer {
  readonly error: errors.ResponseError & ResponseFields;
  readonly context: ErrorContext;
  /** ` (127.0.0.1:9042)`, or nothing. */
  readonly at: string;
}

type Mapper = (answer: Answer) => CaspyError;

/** By the error codes of the native protocol, version 4. */
const MAPPERS = new Map<number, Mapper>([
  [0x0000, (answer) => refused(answer, 'CASPY_SERVER_ERROR', 'the server failed', { maybeApplied: writes(answer) })],
  [0x000a, (answer) => refused(answer, 'CASPY_PROTOCOL', 'the server did not understand the request')],
  [0x0100, authentication],
  [0x1000, unavailable],
  [0x1001, (answer) => overloaded(answer, 'CASPY_OVERLOADED', 'is overloaded', 'Send less at a time, or later.')],
  [
    0x1002,
    (answer) => overloaded(answer, 'CASPY_BOOTSTRAPPING', 'is still joining the cluster', 'Another node will do.'),
  ],
  [0x1003, (answer) => refused(answer, 'CASPY_TRUNCATE', 'the table could not be truncated', { maybeApplied: true })],
  [0x1100, writeTimeout],
  [0x1200, readTimeout],
  [0x1300, readFailure],
  [0x1400, (answer) => refused(answer, 'CASPY_FUNCTION_FAILURE', 'a user-defined function failed')],
  [0x1500, writeFailure],
  [0x1600, (answer) => refused(answer, 'CASPY_CDC_WRITE_FAILURE', 'change data capture refused the write')],
  [0x2000, (answer) => refused(answer, 'CASPY_SYNTAX', 'the CQL is wrong')],
  [0x2100, unauthorized],
  [0x2200, (answer) => refused(answer, 'CASPY_INVALID_QUERY', 'the server refused the statement')],
  [0x2300, (answer) => refused(answer, 'CASPY_INVALID_QUERY', 'the server refused the statement')],
  [0x2400, (answer) => refused(answer, 'CASPY_ALREADY_EXISTS', 'it exists already')],
  [0x2500, unprepared],
]);

/** An error that the server sent. */
export function mapResponseError(error: errors.ResponseError, context: ErrorContext): CaspyError {
  const fields: errors.ResponseError & ResponseFields = error;
  const at = fields.coordinator === undefined ? '' : ` (${fields.coordinator})`;
  const mapper = MAPPERS.get(error.code);
  const answer = { error: fields, context, at };
  if (mapper !== undefined) return mapper(answer);
  return refused(answer, 'CASPY_SERVER_ERROR', `error 0x${error.code.toString(16)}`, { maybeApplied: writes(answer) });
}

function writes({ context }: Answer): boolean {
  return mayWrite(context);
}

function base({ error, context }: Answer, details: object = {}): RequestErrorOptions {
  return { cause: error, details: { operation: context.operation, coordinator: error.coordinator, ...details } };
}

function refused(answer: Answer, code: string, what: string, options: RequestErrorOptions = {}): QueryError {
  const { context, error, at } = answer;
  const { cql, parameterTypes } = context;
  const message = `${context.operation}: ${what}: ${error.message}${at}`;
  return new QueryError(message, { ...base(answer), ...options, code, cql, parameterTypes });
}

function authentication(answer: Answer): ConnectionError {
  const message = `${answer.context.operation}: the server refused the login${answer.at}. Check credentials.`;
  return new ConnectionError(message, { ...base(answer), code: 'CASPY_AUTHENTICATION', retryable: false });
}

function unauthorized(answer: Answer): UnauthorizedError {
  const { cql, operation, parameterTypes } = answer.context;
  const message = `${operation}: the role may not do this: ${answer.error.message}${answer.at}. Use another role, or GRANT it.`;
  return new UnauthorizedError(message, { ...base(answer), cql, parameterTypes });
}

/** A lightweight transaction can also find too few replicas after it was accepted, at the level of its commit. */
function unavailable(answer: Answer): UnavailableError {
  const { error, context, at } = answer;
  const level = consistencyName(error.consistencies);
  const isAtCommit = context.kind === 'conditional' && level !== 'SERIAL' && level !== 'LOCAL_SERIAL';
  return new UnavailableError(
    `${context.operation}: ${level} needs ${error.required} replicas, ${error.alive} are alive${at}. ` +
      'Bring nodes up, or lower the consistency.',
    {
      ...base(answer, { consistency: level, required: error.required, alive: error.alive }),
      maybeApplied: isAtCommit || (writes(answer) && isBatch(context)),
    },
  );
}

function overloaded(answer: Answer, code: string, what: string, hint: string): UnavailableError {
  const message = `${answer.context.operation}: the node${answer.at} ${what}. ${hint}`;
  return new UnavailableError(message, {
    ...base(answer),
    code,
    maybeApplied: code === 'CASPY_OVERLOADED' && writes(answer) && isBatch(answer.context),
  });
}

function replicas({ error }: Answer): string {
  return `${error.received} of ${error.blockFor} replicas answered at ${consistencyName(error.consistencies)}`;
}

function replicaDetails({ error }: Answer): object {
  const { received, blockFor, failures, writeType } = error;
  return { consistency: consistencyName(error.consistencies), received, required: blockFor, failures, writeType };
}

const WRITE_ADVICE = new Map([
  ['CAS', 'Whether it was applied is unknown: read the row with consistency SERIAL.'],
  ['COUNTER', 'It may have been counted: do not send it again blindly.'],
  ['BATCH', 'The batch was logged and will be applied.'],
]);
const REPEATABLE_WRITES = new Set(['SIMPLE', 'BATCH_LOG', 'UNLOGGED_BATCH']);

function writeTimeout(answer: Answer): TimeoutError {
  const { context, error, at } = answer;
  const type = error.writeType ?? 'SIMPLE';
  // A conditional write may also time out at its commit, as a plain one.
  const advice = (context.kind === 'conditional' ? undefined : WRITE_ADVICE.get(type)) ?? outcomeOf(context).trim();
  return new TimeoutError(`${context.operation}: ${replicas(answer)} in the server's time${at}. ${advice}`, {
    ...base(answer, replicaDetails(answer)),
    code: 'CASPY_WRITE_TIMEOUT',
    retryable: REPEATABLE_WRITES.has(type),
    maybeApplied: true,
  });
}

function readTimeout(answer: Answer): TimeoutError {
  const { context, at } = answer;
  const advice = writes(answer) ? outcomeOf(context) : ' Read less at a time.';
  return new TimeoutError(`${context.operation}: ${replicas(answer)} in the server's time${at}.${advice}`, {
    ...base(answer, replicaDetails(answer)),
    code: 'CASPY_READ_TIMEOUT',
    maybeApplied: writes(answer),
  });
}

function readFailure(answer: Answer): QueryError {
  const what = `${replicas(answer)}, ${answer.error.failures ?? 'some'} failed, mostly by too many tombstones or amid a schema change`;
  const options = { ...base(answer, replicaDetails(answer)), maybeApplied: writes(answer) };
  return refused(answer, 'CASPY_READ_FAILURE', what, options);
}

function writeFailure(answer: Answer): QueryError {
  const what = `${replicas(answer)}, ${answer.error.failures ?? 'some'} failed`;
  const options = { ...base(answer, replicaDetails(answer)), maybeApplied: true };
  return refused(answer, 'CASPY_WRITE_FAILURE', what, options);
}

function unprepared(answer: Answer): QueryError {
  return refused(answer, 'CASPY_UNPREPARED', 'the server lost the prepared statement', { retryable: true });
}
