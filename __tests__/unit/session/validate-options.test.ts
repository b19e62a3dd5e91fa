import { ConfigurationError } from '../../../lib/errors';
import type { SessionPoolOptions } from '../../../lib/session/options';
import { validateOptions } from '../../../lib/session/validate-options';

const GOOD: SessionPoolOptions = { contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1' };

/** Options as a JavaScript caller may write them. */
function untyped(options: object): SessionPoolOptions {
  return options;
}

test.each<[string, SessionPoolOptions]>([
  ['the least', GOOD],
  ['ports and IPv6', { ...GOOD, contactPoints: ['db1', 'db-1.example.org:9042', '10.0.0.1', '[::1]:9042', '::1'] }],
  ['a bundle alone', { cloud: { secureConnectBundle: '/bundle.zip' } }],
  ['TLS', { ...GOOD, ssl: { ca: 'pem' } }],
  ['TLS without verification, asked for', { ...GOOD, ssl: true, insecureSkipVerify: true }],
  ['credentials from a function', { ...GOOD, credentials: () => ({ username: 'u', password: 'p' }) }],
  ['profiles', { ...GOOD, profiles: { slow: { consistency: 'ONE', timeout: 60_000 } } }],
  ['server-side write times', { ...GOOD, driver: { prepareOnAllHosts: false } }],
])('accepts %s', (_name, options) => {
  expect(() => validateOptions(options)).not.toThrow();
});

test.each<[string, object, RegExp]>([
  ['no contact points', { localDataCenter: 'x' }, /contactPoints must list at least one node/],
  ['empty contact points', { ...GOOD, contactPoints: [] }, /contactPoints must list at least one node/],
  ['a string for the list', { ...GOOD, contactPoints: '127.0.0.1' }, /contactPoints must list/],
  ['an empty address', { ...GOOD, contactPoints: [' '] }, /contactPoints must hold strings/],
  ['a URL', { ...GOOD, contactPoints: ['cassandra://host'] }, /'cassandra:\/\/host' is not an address/],
  ['a bad port', { ...GOOD, contactPoints: ['host:99999'] }, /no port between 1 and 65535/],
  ['a port that is none', { ...GOOD, contactPoints: ['host:cql'] }, /'host:cql' is not an address/],
  ['IPv6 in brackets without port', { ...GOOD, contactPoints: ['[::1]'] }, /is not an address/],
  ['no data centre', { contactPoints: ['h'] }, /localDataCenter is missing.*nodetool status/],
  ['bundle and addresses', { ...GOOD, cloud: { secureConnectBundle: 'x' } }, /either contactPoints or cloud/],
  ['a port as text', { ...GOOD, port: '9042' }, /port must be a whole number/],
  ['an unknown option', { ...GOOD, contactPoint: 'x' }, /no option contactPoint\. Did you mean 'contactPoints'\?/],
  ['an unknown pool option', { ...GOOD, pool: { maxInflight: 1 } }, /pool\.maxInflight\. Did you mean 'maxInFlight'\?/],
  ['an unknown retry option', { ...GOOD, retry: { attemps: 1 } }, /retry\.attemps\. Did you mean 'attempts'\?/],
  ['a limit of 0', { ...GOOD, pool: { maxInFlight: 0 } }, /pool\.maxInFlight must be a whole number above 0/],
  ['half a limit', { ...GOOD, pool: { queueLimit: 1.5 } }, /pool\.queueLimit must be a whole number/],
  ['a negative time', { ...GOOD, requestTimeout: -1 }, /requestTimeout must be a number above 0/],
  ['an endless time', { ...GOOD, requestTimeout: Infinity }, /requestTimeout must be a number above 0/],
  ['a budget above 1', { ...GOOD, retry: { budget: 2 } }, /retry\.budget must be between 0 and 1/],
  ['an unknown level', { ...GOOD, consistency: 'QUORUMS' }, /consistency: 'QUORUMS'.*Did you mean 'QUORUM'/],
  ['a level in lower case', { ...GOOD, consistency: 'local_quorum' }, /Did you mean 'LOCAL_QUORUM'/],
  ['a serial level that is none', { ...GOOD, serialConsistency: 'QUORUM' }, /serialConsistency: 'QUORUM'/],
  ['a level of a profile', { ...GOOD, profiles: { a: { consistency: 'X' } } }, /profiles\.a\.consistency: 'X'/],
  [
    'an option of a profile',
    { ...GOOD, profiles: { a: { timout: 1 } } },
    /profiles\.a\.timout\. Did you mean 'timeout'/,
  ],
  ['half credentials', { ...GOOD, credentials: { username: 'u' } }, /credentials must be \{ username, password \}/],
  ['verification off inside ssl', { ...GOOD, ssl: { rejectUnauthorized: false } }, /insecureSkipVerify: true/],
  ['insecureSkipVerify without ssl', { ...GOOD, insecureSkipVerify: true }, /no meaning without ssl/],
  ['an unknown topic', { ...GOOD, logging: ['querys'] }, /no topic 'querys'\. Did you mean 'query'/],
  ['a keyspace for the driver', { ...GOOD, driver: { keyspace: 'ks' } }, /driver\.keyspace is not passed on/],
  ['TLS for the driver', { ...GOOD, driver: { sslOptions: {} } }, /driver\.sslOptions is not passed on/],
  ['a retry policy', { ...GOOD, driver: { policies: { retry: {} } } }, /driver\.policies\.retry is not passed on/],
])('refuses %s', (_name, options, message) => {
  expect(() => validateOptions(untyped(options))).toThrow(ConfigurationError);
  expect(() => validateOptions(untyped(options))).toThrow(message);
});

test('a password in a URL is not repeated', () => {
  const act = () => validateOptions({ ...GOOD, contactPoints: ['cassandra://user:hunter2@host'] });
  expect(act).toThrow(ConfigurationError);
  expect(act).not.toThrow(/hunter2/);
});
