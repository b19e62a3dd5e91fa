import { errors } from 'cassandra-driver';

/** System, TLS and DNS errors say where it went wrong and hold no values of a request. */
const SAFE_CODE = /^(E[A-Z]+|ERR_(TLS|SSL|SOCKET|OSSL)\w*|[A-Z]+(_[A-Z0-9]+)+)$/;
const VALUE_CODE = /^ERR_(INVALID|OUT_OF_RANGE|BUFFER)/;

/**
 * The driver's error as a `cause` that may be logged. Errors of its encoder print the value that did not fit, so those
 * are replaced by one with the same name and stack, but without their message.
 */
export function safeCause(error: unknown): unknown {
  if (!(error instanceof Error)) return new Error('The driver failed with something that is no error');
  if (error instanceof errors.DriverError && !(error instanceof errors.DriverInternalError)) return error;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && SAFE_CODE.test(code) && !VALUE_CODE.test(code)) return error;
  return withoutMessage(error);
}

function withoutMessage(error: Error): Error {
  const safe = new Error('The message is left out: it may hold a bound value');
  safe.name = error.name;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  safe.stack = [`${safe.name}: ${safe.message}`, ...frames].join('\n');
  return safe;
}
