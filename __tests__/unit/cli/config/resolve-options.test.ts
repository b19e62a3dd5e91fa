import { resolveOptions } from '../../../../lib/cli/config/resolve-options';

const config = {
  contactPoints: ['config'],
  keyspace: 'config',
  localDataCenter: 'config',
  port: 1,
  credentials: { username: 'config', password: 'secret' },
};
const env = {
  CASPY_CONTACT_POINTS: 'env1, env2:9043',
  CASPY_KEYSPACE: 'env',
  CASPY_LOCAL_DC: 'env',
  CASPY_PORT: '2',
  CASPY_USERNAME: 'env',
  CASPY_PASSWORD: 'pw',
};
const flags = { contactPoints: ['flag'], keyspace: 'flag', localDc: 'flag', port: 3, username: 'flag' };

describe('resolveOptions', () => {
  it.each([
    ['config', {}, {}, ['config'], 'config', 1],
    ['environment', {}, env, ['env1', 'env2:9043'], 'env', 2],
    ['flags', flags, env, ['flag'], 'flag', 3],
    ['config where the environment is empty', {}, { CASPY_KEYSPACE: '', CASPY_PORT: '' }, ['config'], 'config', 1],
  ])('%s', (_, given, environment, contactPoints, name, port) => {
    const { options } = resolveOptions({ flags: given, env: environment, config });
    expect(options).toMatchObject({ contactPoints, keyspace: name, localDataCenter: name, port, synchronize: false });
  });

  it.each([
    ['the config alone', {}, {}, { username: 'config', password: 'secret' }, undefined],
    ['environment', {}, env, { username: 'env', password: 'pw' }, undefined],
    ['a user by flag', { username: 'flag' }, env, { username: 'flag', password: 'pw' }, undefined],
    ['a password alone', {}, { CASPY_PASSWORD: 'pw' }, { username: 'config', password: 'pw' }, undefined],
    ['another user without a password', { username: 'flag' }, {}, undefined, 'flag'],
    ['the configured user', { username: 'config' }, {}, { username: 'config', password: 'secret' }, undefined],
  ])('credentials: %s', (_, given, environment, credentials, passwordFor) => {
    const resolved = resolveOptions({ flags: given, env: environment, config });
    expect(resolved.options.credentials).toEqual(credentials);
    expect(resolved.passwordFor).toBe(passwordFor);
  });

  it('never synchronizes, and leaves the cloud for other contact points', () => {
    const cloud = { secureConnectBundle: 'bundle.zip' };
    const { options } = resolveOptions({ flags: {}, env: {}, config: { cloud, synchronize: true } });
    expect(options).toMatchObject({ cloud, synchronize: false });
    expect(resolveOptions({ flags, env: {}, config: { cloud } }).options.cloud).toBeUndefined();
  });

  it('refuses a port that is none', () => {
    expect(() => resolveOptions({ flags: {}, env: { CASPY_PORT: 'x' }, config })).toThrow('CASPY_PORT is no port.');
  });
});
