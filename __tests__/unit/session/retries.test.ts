import { ConnectionError, QueryError, SchemaError, TimeoutError, UnavailableError } from '../../../lib/errors';
import type { Statement, StatementKind } from '../../../lib/query/statement';
import { backoff, isWorthRetrying } from '../../../lib/session/is-worth-retrying';
import { RetryBudget } from '../../../lib/session/retry-budget';

function statement(kind: StatementKind): Statement {
  return { cql: 'x', kind, idempotent: false, operation: 'x', parameterTypes: [] };
}
const TIMEOUT = new TimeoutError('x');
const READ_TIMEOUT = new TimeoutError('x', { code: 'CASPY_READ_TIMEOUT' });
const writeTimeout = (writeType: string) =>
  new TimeoutError('x', { code: 'CASPY_WRITE_TIMEOUT', details: { writeType } });
const OVERLOADED = new UnavailableError('x', { code: 'CASPY_OVERLOADED' });
const LOST = new ConnectionError('x', { code: 'CASPY_CONNECTION_LOST', maybeApplied: true });

test.each([
  ['a read that timed out', TIMEOUT, 'read', true, 1, true],
  ['an idempotent write that timed out', TIMEOUT, 'write', true, 1, true],
  ['any other write that timed out', TIMEOUT, 'write', false, 1, false],
  ['a counter, whatever the caller says', TIMEOUT, 'counter', true, 1, false],
  ['a lightweight transaction, whatever the caller says', TIMEOUT, 'conditional', true, 1, false],
  ['a schema change', OVERLOADED, 'schema', true, 1, false],
  ['overload, nothing written', OVERLOADED, 'write', false, 2, true],
  ['overload of a transaction', OVERLOADED, 'conditional', false, 1, true],
  ['a lost connection, idempotent', LOST, 'write', true, 1, true],
  ['a lost connection', LOST, 'write', false, 1, false],
  ['too few replicas, once', new UnavailableError('x'), 'read', true, 1, true],
  ['too few replicas, twice', new UnavailableError('x'), 'read', true, 2, false],
  ['SIMPLE', writeTimeout('SIMPLE'), 'write', true, 1, true],
  ['SIMPLE, twice', writeTimeout('SIMPLE'), 'write', true, 2, false],
  ['a read timeout of the server', READ_TIMEOUT, 'read', true, 1, true],
  ['a read timeout of the server, twice', READ_TIMEOUT, 'read', true, 2, false],
  ['BATCH_LOG', writeTimeout('BATCH_LOG'), 'write', true, 1, true],
  ['BATCH', writeTimeout('BATCH'), 'write', true, 1, false],
  ['a refused statement', new QueryError('x'), 'read', true, 1, false],
  ['a refused login', new ConnectionError('x', { retryable: false }), 'read', true, 1, false],
  ['no agreement', new SchemaError('x'), 'schema', true, 1, false],
] as const)('%s', (_name, error, kind, isIdempotent, attempt, expected) => {
  expect(isWorthRetrying(error, statement(kind), isIdempotent, attempt)).toBe(expected);
});

test.each([
  [1, 50],
  [2, 100],
  [3, 200],
  [20, 1000],
])('before attempt %i + 1 the pause is anything up to %i ms', (attempt, longest) => {
  expect(backoff(attempt, 50, 1000, () => 0)).toBe(0);
  expect(backoff(attempt, 50, 1000, () => 1)).toBe(longest);
});

describe('the budget', () => {
  let now = 0;
  const withdrawals = (budget: RetryBudget) =>
    Array.from({ length: 500 }, () => budget.tryWithdraw()).filter(Boolean).length;

  test('gives ten without any traffic, and a share of the traffic after that', () => {
    const budget = new RetryBudget(0.25, () => now);
    expect(withdrawals(budget)).toBe(10);
    for (let index = 0; index < 100; index++) budget.deposit();
    expect(withdrawals(budget)).toBe(25);
  });

  test('time refills it up to ten, and no further', () => {
    const budget = new RetryBudget(0.2, () => now);
    withdrawals(budget);
    now += 3000;
    expect(withdrawals(budget)).toBe(3);
    now += 3_600_000;
    expect(withdrawals(budget)).toBe(10);
  });

  test('traffic saves up a hundred and no more', () => {
    const budget = new RetryBudget(0.5, () => now);
    for (let index = 0; index < 10_000; index++) budget.deposit();
    expect(withdrawals(budget)).toBe(100);
  });
});
