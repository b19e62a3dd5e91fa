import { problemOf } from '../../../lib/http/problem-details';
import {
  AbortError,
  CaspyError,
  ConfigurationError,
  ConnectionError,
  EntityNotFoundError,
  HookError,
  MetadataError,
  MultipleResultsError,
  OptimisticLockError,
  PageTokenError,
  PoolTimeoutError,
  QueryError,
  QueryPlanError,
  TimeoutError,
  UnavailableError,
  ValidationError,
} from 'caspy';

const SECRET = 'keyspace_7.users at 10.0.0.5';

test.each([
  [new ValidationError(SECRET), 400],
  [new PageTokenError(SECRET), 400],
  [new EntityNotFoundError(SECRET), 404],
  [new OptimisticLockError(SECRET), 409],
  [new PoolTimeoutError(SECRET), 429],
  [new PoolTimeoutError(SECRET, { code: 'CASPY_QUEUE_FULL' }), 429],
  [new ConnectionError(SECRET, { code: 'CASPY_BUSY' }), 429],
  [new ConnectionError(SECRET), 503],
  [new ConnectionError(SECRET, { code: 'CASPY_NO_HOST' }), 503],
  [new UnavailableError(SECRET), 503],
  [new TimeoutError(SECRET), 503],
  [new AbortError(SECRET), 503],
  [new ConfigurationError(SECRET, { code: 'CASPY_NOT_INITIALIZED' }), 503],
  [new ConnectionError(SECRET, { code: 'CASPY_AUTHENTICATION' }), 500],
  [new ConfigurationError(SECRET), 500],
  [new MetadataError([{ path: 'User', message: SECRET }]), 500],
  [new QueryPlanError(SECRET), 500],
  [new QueryError(SECRET, { cql: SECRET }), 500],
  [new MultipleResultsError(SECRET), 500],
  [new HookError(SECRET), 500],
])('%p becomes %i, and says nothing of the inside', (error, status) => {
  const problem = problemOf(error);
  expect(problem?.body.status).toBe(status);
  expect(problem?.body.type).toBe('about:blank');
  expect(JSON.stringify(problem)).not.toContain(SECRET);
  if (status >= 429) expect(JSON.stringify(problem)).not.toContain('CASPY_');
  else expect(problem?.body.code).toBe(error.code);
  if (status === 500) expect(problem?.body).toEqual({ type: 'about:blank', title: 'Internal Server Error', status });
});

test('fields are named as the client knows them', () => {
  const error = new ValidationError('User.tags[1] does not fit', {
    errors: [
      { path: 'User.tags[1]', constraints: { type: 'expected a string, got a number' } },
      { path: 'User.name', constraints: { length: 'User.name is too long' } },
      { path: 'User', constraints: { values: 'takes an object' } },
    ],
  });
  expect(problemOf(error)?.body.errors).toEqual([
    { field: 'tags[1]', messages: ['expected a string, got a number'] },
    { field: 'name', messages: ['name is too long'] },
    { field: '', messages: ['takes an object'] },
  ]);
});

test('Retry-After only where a repeated request does nothing twice', () => {
  expect(problemOf(new PoolTimeoutError(''))?.retryAfter).toBe(1);
  expect(problemOf(new UnavailableError(''))?.retryAfter).toBe(1);
  expect(problemOf(new TimeoutError('', { maybeApplied: false }))?.retryAfter).toBe(1);
  expect(problemOf(new TimeoutError('', { maybeApplied: true }))?.retryAfter).toBeUndefined();
  expect(problemOf(new EntityNotFoundError(''))?.retryAfter).toBeUndefined();
});

test('errors of others are none of its business, those of a second copy of caspy are', () => {
  expect(problemOf(new Error('x'))).toBeUndefined();
  expect(problemOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBeUndefined();
  expect(problemOf('CASPY_VALIDATION')).toBeUndefined();
  expect(problemOf(Object.assign(new Error('x'), { code: 'CASPY_ENTITY_NOT_FOUND' }))?.body.status).toBe(404);
  expect(problemOf(new CaspyError('CASPY_TO_COME', 'x'))?.body.status).toBe(500);
});
