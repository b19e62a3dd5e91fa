import { ConfigurationError } from '../../../lib/errors';
import { EnvironmentBackend, parseEnvironment, probeEnvironment } from '../../../lib/testing/environment-cluster';

describe('parseEnvironment', () => {
  test.each([
    ['one host', { CASPY_CONTACT_POINTS: 'db' }, [['db', 9042]], 'datacenter1'],
    [
      'hosts with spaces and a gap',
      { CASPY_CONTACT_POINTS: ' a , ,b ' },
      [
        ['a', 9042],
        ['b', 9042],
      ],
      'datacenter1',
    ],
    [
      'its own port',
      { CASPY_CONTACT_POINTS: 'a:9043,b', CASPY_PORT: '9142' },
      [
        ['a', 9043],
        ['b', 9142],
      ],
      'datacenter1',
    ],
    [
      'IPv6',
      { CASPY_CONTACT_POINTS: '[::1]:9043,::1,[fe80::2]' },
      [
        ['::1', 9043],
        ['::1', 9042],
        ['fe80::2', 9042],
      ],
      'datacenter1',
    ],
    ['a data centre', { CASPY_CONTACT_POINTS: 'a', CASPY_LOCAL_DC: 'eu' }, [['a', 9042]], 'eu'],
    [
      'empty neighbours',
      { CASPY_CONTACT_POINTS: 'a', CASPY_PORT: '', CASPY_LOCAL_DC: '' },
      [['a', 9042]],
      'datacenter1',
    ],
  ])('reads %s', (_, env, nodes, localDataCenter) => {
    const expected = nodes.map(([address, port]) => ({ address, port }));
    expect(parseEnvironment(env)).toEqual({ nodes: expected, localDataCenter });
  });

  test.each([[{}], [{ CASPY_CONTACT_POINTS: '' }], [{ CASPY_CONTACT_POINTS: ' , ' }], [{ CASPY_PORT: '9042' }]])(
    'finds no cluster in %j',
    (env) => expect(parseEnvironment(env)).toBeUndefined(),
  );

  test.each([
    [{ CASPY_CONTACT_POINTS: 'a:x' }, 'CASPY_CONTACT_POINTS'],
    [{ CASPY_CONTACT_POINTS: 'a:' }, 'CASPY_CONTACT_POINTS'],
    [{ CASPY_CONTACT_POINTS: 'a', CASPY_PORT: '0' }, 'CASPY_PORT'],
    [{ CASPY_CONTACT_POINTS: 'a', CASPY_PORT: '65536' }, 'CASPY_PORT'],
  ])('refuses the port in %j', (env, name) => {
    expect(() => parseEnvironment(env)).toThrow(ConfigurationError);
    expect(() => parseEnvironment(env)).toThrow(name);
  });
});

describe('probeEnvironment', () => {
  const env = { CASPY_CONTACT_POINTS: 'a' };

  test.each([[{}], [{ nodes: 1 as const }], [{ authentication: false, config: {} }], [{ startTimeout: 1 }]])(
    'takes the cluster for %j',
    (options) => expect(probeEnvironment(options, env).ok).toBe(true),
  );

  test.each([
    [{ nodes: 3 as const }, 'nodes: 3'],
    [{ authentication: true }, 'authentication'],
    [{ config: { num_tokens: 1 } }, 'config'],
    [{ version: '5.0.8' }, 'version'],
    [{ heap: '2g' }, 'heap'],
  ])('passes it by for %j', (options, wish) => {
    expect(probeEnvironment(options, env)).toEqual({ ok: false, reason: expect.stringContaining(wish) });
  });
});

describe('EnvironmentBackend', () => {
  const backend = (text: string): EnvironmentBackend => {
    const cluster = parseEnvironment({ CASPY_CONTACT_POINTS: text });
    if (cluster === undefined) throw new Error('no cluster');
    return new EnvironmentBackend(cluster);
  };

  test.each([
    ['a,b', ['a', 'b'], 9042],
    ['a:9043,b:9043', ['a', 'b'], 9043],
    ['a:9043,b', ['a:9043', 'b:9042'], 9043],
    ['[::1]:9043,b', ['[::1]:9043', 'b:9042'], 9043],
  ])('gives the driver what it needs for %s', (text, contactPoints, port) => {
    expect(backend(text)).toMatchObject({ contactPoints, port });
  });

  test.each(['kill', 'pause', 'resume', 'restart', 'logTail'] as const)('refuses %s()', (action) => {
    expect(() => backend('a')[action]()).toThrow(ConfigurationError);
    expect(() => backend('a')[action]()).toThrow(`${action}() is refused`);
  });

  test('leaves the cluster alone at stop()', async () => {
    await expect(backend('a').stop()).resolves.toBeUndefined();
  });
});
