import { isIPv6 } from 'node:net';
import { ConfigurationError } from '../errors';
import { didYouMean } from '../suggest';
import { CONSISTENCY_CODES, isConsistency } from './consistency';
import { LOG_TOPICS } from './logger';
import type { SessionPoolOptions } from './options';

const POOL_KEYS = ['maxInFlight', 'queueLimit', 'queueTimeout', 'drainTimeout', 'connectionsPerHost'];
const RETRY_KEYS = ['attempts', 'baseDelay', 'maxDelay', 'budget'];
const PROFILE_KEYS = ['consistency', 'serialConsistency', 'timeout', 'loadBalancing'];
const TIME_KEYS = ['requestTimeout', 'connectTimeout', 'slowQueryThreshold'];

/** The names of the options of `SessionPool`. */
export const SESSION_OPTION_KEYS: readonly string[] = [
  ...['contactPoints', 'localDataCenter', 'port', 'credentials', 'ssl', 'insecureSkipVerify', 'cloud'],
  ...['pool', 'profiles', 'consistency', 'serialConsistency', 'requestTimeout', 'connectTimeout', 'retry'],
  ...['logging', 'logger', 'slowQueryThreshold', 'logParameters', 'fastDecode', 'fastEncode', 'driver'],
];

/** Options of the driver that would break what the pool promises, and what to use instead. */
const REFUSED_DRIVER_OPTIONS = new Map([
  ['keyspace', 'statements name their keyspace; for raw CQL use the request option `keyspace`'],
  ['contactPoints', 'set `contactPoints` of the data source'],
  ['localDataCenter', 'set `localDataCenter` of the data source'],
  ['credentials', 'set `credentials` of the data source'],
  ['sslOptions', 'set `ssl` of the data source, which verifies certificates'],
  ['cloud', 'set `cloud` of the data source'],
  ['profiles', 'set `profiles` of the data source'],
]);

/**
 * Checks the connection options before anything is opened.
 * @throws {ConfigurationError} that names the option and says what to write.
 */
export function validateOptions(options: SessionPoolOptions): void {
  checkKeys(options, SESSION_OPTION_KEYS, '');
  checkKeys(options.pool, POOL_KEYS, 'pool.');
  checkKeys(options.retry, RETRY_KEYS, 'retry.');
  checkWhereTo(options);
  checkSecurity(options);
  checkNumbers(options);
  checkLevels(options, '');
  for (const [name, profile] of Object.entries(options.profiles ?? {})) {
    checkKeys(profile, PROFILE_KEYS, `profiles.${name}.`);
    checkLevels(profile, `profiles.${name}.`);
    positive(profile.timeout, `profiles.${name}.timeout`);
  }
  checkLogging(options);
  checkFlag(options, 'fastDecode');
  checkFlag(options, 'fastEncode');
  checkDriver(options);
}

function checkFlag(options: object, name: string): void {
  const value: unknown = Reflect.get(options, name);
  if (value !== undefined && typeof value !== 'boolean') fail(`${name} is true or false.`);
}

/** @throws {ConfigurationError} when the string is no level of CQL. */
export function checkConsistency(level: string | undefined, option: string): void {
  if (level === undefined || isConsistency(level)) return;
  const names = Object.keys(CONSISTENCY_CODES);
  fail(`${option}: '${level}' is no consistency level.${didYouMean(level, names)} There are ${names.join(', ')}.`);
}

/** @throws {ConfigurationError} when the level is not SERIAL or LOCAL_SERIAL. */
export function checkSerialConsistency(level: string | undefined, option: string): void {
  if (level === undefined || level === 'SERIAL' || level === 'LOCAL_SERIAL') return;
  fail(`${option}: '${level}' is no serial consistency. Use SERIAL, or LOCAL_SERIAL for one data centre only.`);
}

function fail(message: string): never {
  throw new ConfigurationError(message);
}

function checkKeys(value: unknown, known: readonly string[], prefix: string): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail(`${prefix.slice(0, -1) || 'The options'} must be an object.`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) fail(`There is no option ${prefix}${unknown}.${didYouMean(unknown, known)}`);
}

function checkWhereTo(options: SessionPoolOptions): void {
  const { contactPoints, localDataCenter, cloud } = options;
  if (cloud !== undefined) {
    if (contactPoints !== undefined)
      fail('Set either contactPoints or cloud, not both: the bundle holds the addresses.');
    if (options.ssl !== undefined) fail('Leave ssl out with cloud: the bundle holds the certificates.');
    return;
  }
  if (!Array.isArray(contactPoints) || contactPoints.length === 0) {
    fail(
      "contactPoints must list at least one node of the cluster, such as ['127.0.0.1'] or ['db1:9042', '[::1]:9042'].",
    );
  }
  for (const point of contactPoints as readonly unknown[]) checkContactPoint(point);
  if (typeof localDataCenter !== 'string' || localDataCenter === '') {
    fail(
      'localDataCenter is missing: it names the data centre whose nodes serve the requests. ' +
        'Find it with `nodetool status`, or with SELECT data_center FROM system.local; a fresh cluster calls it datacenter1.',
    );
  }
}

function checkContactPoint(point: unknown): void {
  const hint = "Write 'host', 'host:port' or '[ipv6]:port'.";
  if (typeof point !== 'string' || point.trim() === '') fail(`contactPoints must hold strings. ${hint}`);
  if (/^\w+:\/\/|[/\s@]/.test(point)) fail(`contactPoints: '${withoutUserInfo(point)}' is not an address. ${hint}`);
  if (isIPv6(point)) return;
  const match = /^(?:\[(?<ipv6>[^\]]+)\]|(?<host>[^:[\]]+))(?::(?<port>\d+))?$/.exec(point);
  const ipv6 = match?.groups?.ipv6;
  const isWrongIpv6 = ipv6 !== undefined && (!isIPv6(ipv6) || match?.groups?.port === undefined);
  if (match === null || isWrongIpv6) fail(`contactPoints: '${point}' is not an address. ${hint}`);
  const port = match.groups?.port;
  if (port !== undefined && !isPort(Number(port))) fail(`contactPoints: '${point}' has no port between 1 and 65535.`);
}

/** Somebody who writes a URL may have written a password into it. */
function withoutUserInfo(point: string): string {
  const at = point.lastIndexOf('@');
  const user = point.lastIndexOf('/', at) + 1;
  return at < 0 ? point : `${point.slice(0, user)}…${point.slice(at)}`;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function checkSecurity({ credentials, ssl, insecureSkipVerify }: SessionPoolOptions): void {
  if (credentials !== undefined && typeof credentials !== 'function') {
    if (typeof credentials.username !== 'string' || typeof credentials.password !== 'string') {
      fail('credentials must be { username, password }, both strings, or a function that answers them.');
    }
  }
  if (typeof ssl === 'object' && ssl.rejectUnauthorized === false) {
    fail(
      'ssl.rejectUnauthorized is false: set ssl.ca to trust a private authority, or ask for insecureSkipVerify: true.',
    );
  }
  if (insecureSkipVerify === true && (ssl === undefined || ssl === false)) {
    fail('insecureSkipVerify has no meaning without ssl. Set ssl: true, or leave it out.');
  }
}

function checkNumbers({ pool = {}, retry = {}, ...options }: SessionPoolOptions): void {
  if (options.port !== undefined && !isPort(options.port)) fail('port must be a whole number between 1 and 65535.');
  for (const key of TIME_KEYS) positive(Reflect.get(options, key), key);
  for (const key of POOL_KEYS) positive(Reflect.get(pool, key), `pool.${key}`, { whole: true });
  positive(retry.attempts, 'retry.attempts', { whole: true });
  positive(retry.baseDelay, 'retry.baseDelay');
  positive(retry.maxDelay, 'retry.maxDelay');
  if (retry.budget !== undefined && !(retry.budget >= 0 && retry.budget <= 1)) {
    fail('retry.budget must be between 0 and 1: retries per request.');
  }
}

function positive(value: unknown, option: string, { whole = false } = {}): void {
  if (value === undefined) return;
  if (typeof value === 'number' && value > 0 && Number.isFinite(value) && (!whole || Number.isInteger(value))) return;
  fail(`${option} must be a ${whole ? 'whole ' : ''}number above 0.`);
}

function checkLevels(levels: Pick<SessionPoolOptions, 'consistency' | 'serialConsistency'>, prefix: string): void {
  checkConsistency(levels.consistency, `${prefix}consistency`);
  checkSerialConsistency(levels.serialConsistency, `${prefix}serialConsistency`);
}

function checkLogging({ logging }: SessionPoolOptions): void {
  if (!Array.isArray(logging)) return;
  const topics: readonly string[] = LOG_TOPICS;
  const unknown = (logging as readonly string[]).find((topic) => !topics.includes(topic));
  if (unknown === undefined) return;
  fail(`logging: there is no topic '${unknown}'.${didYouMean(unknown, topics)} There are ${topics.join(', ')}.`);
}

function checkDriver({ driver = {} }: SessionPoolOptions): void {
  for (const [key, instead] of REFUSED_DRIVER_OPTIONS) {
    if (Reflect.get(driver, key) !== undefined) fail(`driver.${key} is not passed on: ${instead}.`);
  }
  if (driver.policies?.retry !== undefined) {
    fail('driver.policies.retry is not passed on: the pool retries by itself, see `retry`.');
  }
}
