import type { Host } from 'cassandra-driver';
import { policies } from 'cassandra-driver';
import { AVOIDED_HOSTS, AvoidingPolicy, BY_ADDRESS } from '../../../lib/session/avoiding-policy';
import { LatencyHistogram } from '../../../lib/session/latency-histogram';
import type { SessionPoolOptions } from '../../../lib/session/options';
import { optionWarnings } from '../../../lib/session/pool-warnings';
import { resolveOptions } from '../../../lib/session/resolved-options';
import { StatementShapes } from '../../../lib/session/statement-shapes';

describe('LatencyHistogram', () => {
  test('is empty at first', () => {
    expect(new LatencyHistogram().summary()).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
  });

  test.each([0.05, 1, 7.3, 250, 5000, 1e6])('%d ms is off by an eighth at most', (milliseconds) => {
    const histogram = new LatencyHistogram();
    for (let index = 0; index < 100; index++) histogram.record(milliseconds);
    histogram.record(milliseconds * 10);
    const { p50, max } = histogram.summary();
    expect(max).toBe(milliseconds * 10);
    expect(Math.abs(p50 / milliseconds - 1)).toBeLessThan(0.13);
  });

  test('orders the quantiles', () => {
    const histogram = new LatencyHistogram();
    for (let milliseconds = 1; milliseconds <= 1000; milliseconds++) histogram.record(milliseconds);
    const { p50, p95, p99, max } = histogram.summary();
    expect(p50).toBeGreaterThan(450);
    expect(p50).toBeLessThan(570);
    expect(p95).toBeGreaterThan(900);
    expect(p99).toBeGreaterThanOrEqual(p95);
    expect(max).toBe(1000);
  });
});

describe('StatementShapes', () => {
  test('counts texts, warns once, and keeps what is in use', () => {
    const warnings: number[] = [];
    const shapes = new StatementShapes(3, (limit) => warnings.push(limit));
    shapes.note('hot');
    for (let index = 0; index < 50; index++) {
      shapes.note('hot');
      shapes.note(`SELECT ${index}`);
    }
    expect(shapes.size).toBe(3);
    expect(warnings).toEqual([3]);
    shapes.note('hot');
    expect(shapes.size).toBe(3);
  });

  test('does not warn below the limit', () => {
    const warnings: number[] = [];
    const shapes = new StatementShapes(2, (limit) => warnings.push(limit));
    for (const cql of ['a', 'b', 'a', 'b']) shapes.note(cql);
    expect(warnings).toEqual([]);
  });
});

describe('AvoidingPolicy', () => {
  class Fixed extends policies.loadBalancing.RoundRobinPolicy {
    override newQueryPlan(
      _keyspace: string,
      _options: unknown,
      callback: (error: Error, hosts: Iterator<Host>) => void,
    ): void {
      const hosts = order.map((address) => ({ address }) as Host);
      // Node-style callback: no error is null, whatever the typings say.
      callback(null as unknown as Error, hosts[Symbol.iterator]());
    }
  }
  let order = ['a', 'b', 'c'];
  afterEach(() => (order = ['a', 'b', 'c']));
  const plan = (raw: object | undefined) => {
    let addresses: string[] = [];
    const options = raw === undefined ? null : ({ getRawQueryOptions: () => raw } as never);
    new AvoidingPolicy(new Fixed()).newQueryPlan('ks', options, (_error, hosts) => {
      addresses = [...{ [Symbol.iterator]: () => hosts }].map(({ address }) => address);
    });
    return addresses;
  };

  test.each([
    ['a PREPARE, which has no options', undefined, ['a', 'b', 'c']],
    ['a first attempt', {}, ['a', 'b', 'c']],
    ['a retry', { [AVOIDED_HOSTS]: new Set(['a']) }, ['b', 'c', 'a']],
    ['a retry after all failed', { [AVOIDED_HOSTS]: new Set(['a', 'b', 'c']) }, ['a', 'b', 'c']],
  ])('%s', (_name, raw, expected) => {
    expect(plan(raw)).toEqual(expected);
  });

  test('changes of the schema go to the same node, wherever the round is', () => {
    for (order of [
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
    ]) {
      expect(plan({ [BY_ADDRESS]: true })).toEqual(['a', 'b', 'c']);
      expect(plan({ [BY_ADDRESS]: true, [AVOIDED_HOSTS]: new Set(['a']) })).toEqual(['b', 'c', 'a']);
    }
  });
});

describe('warnings about the options', () => {
  const credentials = { username: 'u', password: 'hunter2' };
  const warningsOf = (options: SessionPoolOptions) =>
    optionWarnings(resolveOptions({ localDataCenter: 'x', contactPoints: ['127.0.0.1'], ...options }));

  test.each<[string, SessionPoolOptions, number]>([
    ['a password to this machine', { credentials }, 0],
    ['a password to this machine by IPv6', { credentials, contactPoints: ['[::1]:9042'] }, 0],
    ['a password to another machine', { credentials, contactPoints: ['localhost:9042', 'db1:9042'] }, 1],
    ['a password by TLS', { credentials, contactPoints: ['db1'], ssl: true }, 0],
    ['no password', { contactPoints: ['db1'] }, 0],
    ['TLS without verification', { ssl: true, insecureSkipVerify: true }, 1],
  ])('%s', (_name, options, count) => {
    const warnings = warningsOf(options);
    expect(warnings).toHaveLength(count);
    expect(warnings.join()).not.toContain('hunter2');
  });
});

test.each<[SessionPoolOptions['ssl'], boolean, object | undefined]>([
  [undefined, false, undefined],
  [false, false, undefined],
  [true, false, { rejectUnauthorized: true, minVersion: 'TLSv1.2' }],
  [{ ca: 'pem', minVersion: 'TLSv1.3' }, false, { ca: 'pem', rejectUnauthorized: true, minVersion: 'TLSv1.3' }],
  [true, true, { rejectUnauthorized: false, minVersion: 'TLSv1.2' }],
])('ssl %j with insecureSkipVerify %s', (ssl, insecureSkipVerify, expected) => {
  expect(resolveOptions({ ssl, insecureSkipVerify }).tls).toEqual(expected);
});
