import { inspect } from 'node:util';
import { errors } from 'cassandra-driver';
import type { StatementKind } from '../../../lib/query/statement';
import { mapConnectError } from '../../../lib/session/map-connect-error';
import { mapDriverError } from '../../../lib/session/map-driver-error';

const CQL = 'UPDATE ks.t SET v = ? WHERE k = ?';
const NODE = '10.0.0.1:9042';

function context(kind: StatementKind, cql = CQL) {
  return { operation: 'User.save', cql, kind, parameterTypes: ['text', 'int'] };
}

function response(code: number, fields: object = {}, message = 'server text'): Error {
  return Object.assign(new errors.ResponseError(code, message), { coordinator: NODE, ...fields });
}

/** 6 is LOCAL_QUORUM, 8 is SERIAL. */
const UNAVAILABLE = { consistencies: 6, required: 2, alive: 1 };
const PARTIAL = { consistencies: 6, received: 1, blockFor: 2 };
const BATCH = 'BEGIN UNLOGGED BATCH INSERT INTO t (a) VALUES (1); APPLY BATCH';

function lost(fields: object = {}): Error {
  return Object.assign(new errors.ArgumentError('Socket was closed'), {
    isSocketError: true,
    coordinator: NODE,
    ...fields,
  });
}

function noHost(inner: object): Error {
  return new errors.NoHostAvailableError(inner);
}

const TIMED_OUT = new errors.OperationTimedOutError('The host did not reply', NODE);
const BUSY = new errors.BusyConnectionError(NODE, 2048, 1);
const REFUSED = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

test.each<[string, Error, StatementKind, object]>([
  ['server error', response(0x0000), 'read', { code: 'CASPY_SERVER_ERROR', maybeApplied: false, retryable: false }],
  ['server error of a write', response(0x0000), 'write', { code: 'CASPY_SERVER_ERROR', maybeApplied: true }],
  ['protocol', response(0x000a), 'write', { code: 'CASPY_PROTOCOL', maybeApplied: false }],
  [
    'login',
    response(0x0100),
    'write',
    { name: 'ConnectionError', code: 'CASPY_AUTHENTICATION', retryable: false, maybeApplied: false },
  ],
  [
    'unavailable',
    response(0x1000, UNAVAILABLE),
    'write',
    { name: 'UnavailableError', code: 'CASPY_UNAVAILABLE', retryable: true, maybeApplied: false },
  ],
  ['unavailable at the commit of a transaction', response(0x1000, UNAVAILABLE), 'conditional', { maybeApplied: true }],
  [
    'unavailable before a transaction',
    response(0x1000, { ...UNAVAILABLE, consistencies: 8 }),
    'conditional',
    { maybeApplied: false },
  ],
  [
    'overloaded',
    response(0x1001),
    'write',
    { name: 'UnavailableError', code: 'CASPY_OVERLOADED', retryable: true, maybeApplied: false },
  ],
  ['bootstrapping', response(0x1002), 'write', { code: 'CASPY_BOOTSTRAPPING', retryable: true, maybeApplied: false }],
  ['truncate', response(0x1003), 'write', { code: 'CASPY_TRUNCATE', retryable: false, maybeApplied: true }],
  [
    'write timeout',
    response(0x1100, { ...PARTIAL, writeType: 'SIMPLE' }),
    'write',
    {
      name: 'TimeoutError',
      code: 'CASPY_WRITE_TIMEOUT',
      retryable: true,
      maybeApplied: true,
      details: { writeType: 'SIMPLE', received: 1, required: 2, coordinator: NODE },
    },
  ],
  [
    'write timeout of a transaction',
    response(0x1100, { ...PARTIAL, writeType: 'CAS' }),
    'conditional',
    { retryable: false, maybeApplied: true, message: expect.stringContaining('consistency SERIAL') },
  ],
  [
    'write timeout of a counter',
    response(0x1100, { ...PARTIAL, writeType: 'COUNTER' }),
    'counter',
    { retryable: false, maybeApplied: true },
  ],
  [
    'read timeout',
    response(0x1200, { ...PARTIAL, isDataPresent: 0 }),
    'read',
    { name: 'TimeoutError', code: 'CASPY_READ_TIMEOUT', retryable: true, maybeApplied: false },
  ],
  ['read timeout of a transaction', response(0x1200, PARTIAL), 'conditional', { maybeApplied: true }],
  [
    'read failure',
    response(0x1300, { ...PARTIAL, failures: 1 }),
    'read',
    {
      name: 'QueryError',
      code: 'CASPY_READ_FAILURE',
      retryable: false,
      maybeApplied: false,
      message: expect.stringContaining('tombstones'),
    },
  ],
  ['function failure', response(0x1400), 'write', { code: 'CASPY_FUNCTION_FAILURE', maybeApplied: false }],
  [
    'write failure',
    response(0x1500, { ...PARTIAL, failures: 1 }),
    'write',
    { code: 'CASPY_WRITE_FAILURE', retryable: false, maybeApplied: true },
  ],
  [
    'syntax',
    response(0x2000),
    'write',
    { name: 'QueryError', code: 'CASPY_SYNTAX', cql: CQL, retryable: false, maybeApplied: false },
  ],
  [
    'unauthorized',
    response(0x2100),
    'write',
    { name: 'UnauthorizedError', code: 'CASPY_UNAUTHORIZED', cql: CQL, maybeApplied: false },
  ],
  ['invalid', response(0x2200), 'write', { code: 'CASPY_INVALID_QUERY', details: { parameterTypes: ['text', 'int'] } }],
  ['configuration', response(0x2300), 'schema', { code: 'CASPY_INVALID_QUERY' }],
  ['already exists', response(0x2400), 'schema', { code: 'CASPY_ALREADY_EXISTS' }],
  ['unprepared', response(0x2500), 'write', { code: 'CASPY_UNPREPARED', retryable: true, maybeApplied: false }],
  [
    'a code of the future',
    response(0x7777),
    'write',
    { code: 'CASPY_SERVER_ERROR', maybeApplied: true, message: expect.stringContaining('0x7777') },
  ],
  [
    'no answer',
    TIMED_OUT,
    'write',
    {
      name: 'TimeoutError',
      code: 'CASPY_TIMEOUT',
      retryable: true,
      maybeApplied: true,
      details: { coordinator: NODE },
    },
  ],
  ['no answer to a read', TIMED_OUT, 'read', { maybeApplied: false }],
  [
    'lost',
    lost(),
    'write',
    { name: 'ConnectionError', code: 'CASPY_CONNECTION_LOST', retryable: true, maybeApplied: true },
  ],
  ['lost before it was sent', lost({ requestNotWritten: true }), 'write', { maybeApplied: false }],
  ['busy', BUSY, 'write', { code: 'CASPY_BUSY', retryable: true, maybeApplied: false }],
  [
    'all busy',
    noHost({ [NODE]: BUSY }),
    'write',
    { code: 'CASPY_BUSY', maybeApplied: false, message: expect.stringContaining('pool.maxInFlight') },
  ],
  [
    'all down',
    noHost({ [NODE]: 'Host considered as DOWN' }),
    'write',
    { code: 'CASPY_NO_HOST', maybeApplied: false, message: expect.stringContaining(`${NODE} is down`) },
  ],
  ['none up', noHost({}), 'write', { code: 'CASPY_NO_HOST', message: expect.stringContaining('no node is up') }],
  [
    'lost on the way, then none left',
    noHost({ [NODE]: lost() }),
    'write',
    { code: 'CASPY_NO_HOST', maybeApplied: true },
  ],
  [
    'loop of UNPREPARED',
    new errors.DriverInternalError('Unprepared response invalid, id: 0x00'),
    'write',
    { code: 'CASPY_UNPREPARED', maybeApplied: false },
  ],
  [
    'refused arguments',
    new errors.ArgumentError('Execution profile not found'),
    'write',
    { code: 'CASPY_DRIVER', maybeApplied: false },
  ],
  ['a fault of the driver', new TypeError('x of undefined'), 'write', { code: 'CASPY_DRIVER', maybeApplied: true }],
])('%s', (_name, error, kind, expected) => {
  const mapped = mapDriverError(error, context(kind));
  expect(mapped).toMatchObject(expected);
  expect(mapped.message).toMatch(/^User\.save: /);
  expect(mapped.message).not.toContain('\n');
});

test.each([
  ['unavailable', response(0x1000, UNAVAILABLE)],
  ['overloaded', response(0x1001)],
])('%s: of a batch a part may have been applied', (_name, error) => {
  expect(mapDriverError(error, context('write', BATCH))).toMatchObject({ maybeApplied: true });
});

test.each([
  new TypeError("Expected Number, obtained 'bound-value'"),
  new TypeError("Not a valid text value, expected String obtained 'bound-value'"),
  Object.assign(new RangeError('The value is out of range. Received bound-value'), { code: 'ERR_OUT_OF_RANGE' }),
  Object.assign(new TypeError('The argument must be a Buffer. Received bound-value'), { code: 'ERR_INVALID_ARG_TYPE' }),
  new Error('Argument type invalid: bound-value'),
  new errors.DriverInternalError('Unexpected response: bound-value'),
  new TypeError('bound-value is not iterable'),
])('the value in "%s" is seen nowhere', (error) => {
  const mapped = mapDriverError(error, context('write'));
  expect(inspect(mapped, { depth: 20, showHidden: true })).not.toContain('bound-value');
  expect(JSON.stringify(mapped)).not.toContain('bound-value');
});

test('a parameter that does not fit names the types', () => {
  expect(mapDriverError(new TypeError('Expected Number, obtained 1'), context('write'))).toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining('(text, int)'),
  });
});

test('an error of caspy passes unchanged', () => {
  const error = mapDriverError(TIMED_OUT, context('read'));
  expect(mapDriverError(error, context('write'))).toBe(error);
});

describe('a connect that failed', () => {
  const certificate = (code: string) => Object.assign(new Error('tls'), { code });

  test.each<[string, unknown, object]>([
    [
      'refused',
      noHost({ [NODE]: REFUSED }),
      {
        name: 'ConnectionError',
        code: 'CASPY_CONNECTION',
        retryable: true,
        message: expect.stringContaining(`${NODE} ECONNREFUSED`),
      },
    ],
    [
      'several',
      noHost({ a: REFUSED, b: TIMED_OUT }),
      { message: expect.stringContaining('a ECONNREFUSED, b timeout') },
    ],
    [
      'unknown name',
      noHost({}),
      { message: expect.stringContaining('db1, db2: the name could not be resolved (ENOTFOUND)') },
    ],
    [
      'login',
      noHost({ [NODE]: new errors.AuthenticationError('wrong') }),
      { code: 'CASPY_AUTHENTICATION', retryable: false, message: expect.stringContaining('credentials.password') },
    ],
    [
      'self-signed',
      noHost({ [NODE]: certificate('DEPTH_ZERO_SELF_SIGNED_CERT') }),
      { code: 'CASPY_TLS', retryable: false, message: expect.stringContaining('ssl.ca') },
    ],
    ['other name', noHost({ [NODE]: certificate('ERR_TLS_CERT_ALTNAME_INVALID') }), { code: 'CASPY_TLS' }],
    [
      'expired',
      noHost({ [NODE]: certificate('CERT_HAS_EXPIRED') }),
      { code: 'CASPY_TLS', message: expect.stringContaining('renewed') },
    ],
    [
      'no certificate of the client',
      noHost({ [NODE]: certificate('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED') }),
      { code: 'CASPY_TLS', message: expect.stringContaining('ssl.cert') },
    ],
    [
      'data centre, as the policy says it',
      new errors.ArgumentError('Datacenter dc9 was not found. Available DCs are: [dc1,dc2]'),
      {
        name: 'ConfigurationError',
        message: expect.stringContaining("'dc9' is not in the cluster: its nodes are in dc1, dc2"),
      },
    ],
    [
      'data centre, as the control connection says it',
      noHost({
        [NODE]: new errors.ArgumentError(
          "localDataCenter was configured as 'dc9', but only found hosts in data centers: [dc1, dc2]",
        ),
      }),
      { name: 'ConfigurationError', message: expect.stringContaining('its nodes are in dc1, dc2') },
    ],
    [
      'keyspace',
      response(0x2200, {}, "Keyspace 'x' does not exist"),
      { name: 'ConnectionError', message: expect.stringContaining("Keyspace 'x' does not exist") },
    ],
    ['anything', new Error('odd'), { name: 'ConnectionError', message: expect.stringContaining('db1, db2') }],
  ])('%s', (_name, error, expected) => {
    expect(mapConnectError(error, ['db1', 'db2'])).toMatchObject(expected);
  });
});
