import { subscribe } from 'node:diagnostics_channel';
import type { ConnectionOptions } from 'node:tls';
import { failureOf, testFault, until } from './support/fault';
import { caspy, keepingLogger, runProgram, wordsOf } from './support/said';
import { KEYSPACE, Letter, READER, SecuredNode, SERVER_NAME } from './support/secured-node';
import { CaspyError, type DataSource, type DataSourceOptions, UnauthorizedError } from 'caspy';

const FAULT_TIMEOUT = 240_000;
const SLOW = 60_000;
const CQL = 'SELECT key FROM system.local';
const PASSWORD = 'canary-password';
const VALUE = 'canary-value';

let node: SecuredNode;

beforeAll(async () => {
  node = await SecuredNode.start();
}, 300_000);
afterAll(() => node.stop(), 60_000);

/** `accepted`, or the codes of caspy and of Node with which a connection is refused. */
async function meet(options: Partial<DataSourceOptions>): Promise<string> {
  await using dataSource = node.source({ keyspace: undefined, ...options });
  try {
    await dataSource.initialize();
    await dataSource.execute(CQL);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof CaspyError)) throw error;
    const reason = /(?:ERR|CERT|SELF|DEPTH|UNABLE)_\w+|login refused/.exec(error.message)?.[0] ?? error.message;
    return `${error.code} ${reason}`;
  }
}

testFault(
  {
    number: 21,
    title: 'TLS: an unknown authority, a wrong name, an expired certificate, a client without one of its own',
    expected: 'refused, each with its reason; accepted is only what the private authority signed, or what is told to',
    tool: 'R',
    timeout: FAULT_TIMEOUT,
  },
  async () => {
    const { authority, client, stranger } = node.certificates;
    const right: ConnectionOptions = { ca: authority, servername: SERVER_NAME, ...client };
    expect(await meet({ ssl: right })).toBe('accepted');
    expect(await meet({ ssl: { ...right, minVersion: 'TLSv1.3' } })).toBe('accepted');
    expect(await meet({ ssl: { servername: SERVER_NAME } })).toBe('CASPY_TLS SELF_SIGNED_CERT_IN_CHAIN');
    expect(await meet({ ssl: true })).toBe('CASPY_TLS SELF_SIGNED_CERT_IN_CHAIN');
    expect(() => node.source({ ssl: { ...right, rejectUnauthorized: false } })).toThrow(/insecureSkipVerify/);
    expect(await meet({ ssl: { ...right, servername: undefined } })).toBe('CASPY_TLS ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await meet({ ssl: { ...right, servername: 'other.test' } })).toBe('CASPY_TLS ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await meet({ ssl: client, insecureSkipVerify: true })).toBe('accepted');
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const anonymous = { ca: authority, servername: SERVER_NAME, maxVersion };
      expect(await meet({ ssl: anonymous })).toMatch(/^CASPY_TLS ERR_SSL_\w*ALERT/);
      expect(await meet({ ssl: { ...anonymous, ...stranger } })).toMatch(/^CASPY_TLS ERR_SSL_\w*ALERT/);
    }
    await node.certificates.expire();
    await node.cassandra.restart();
    const { expired } = node.certificates;
    const own = { servername: SERVER_NAME, ...client };
    // It is no longer signed by the authority either; being too old is what is said first.
    expect(await meet({ ssl: right })).toBe('CASPY_TLS CERT_HAS_EXPIRED');
    expect(await meet({ ssl: { ...own, ca: expired } })).toBe('CASPY_TLS CERT_HAS_EXPIRED');
    expect(await meet({ ssl: { ...own, ca: expired }, insecureSkipVerify: true })).toBe('accepted');
    return { errors: ['CASPY_TLS'], note: '14 handshakes, 4 accepted' };
  },
);

testFault(
  {
    number: 20,
    title: 'a wrong password, one that is changed while the program runs, and a role that may not write',
    expected: 'typed errors without it, and few attempts; a provider of credentials needs no restart for the new one',
    tool: 'R',
    timeout: FAULT_TIMEOUT,
  },
  async () => {
    await using admin = await prepared();
    const { proxy, through } = await node.proxy();
    const wrong = { username: READER.username, password: PASSWORD };
    expect(await meet({ ...through, credentials: wrong })).toBe('CASPY_AUTHENTICATION login refused');
    expect(await meet({ ...through, credentials: undefined })).toBe('CASPY_AUTHENTICATION login refused');
    // The first connection of each finds the version of the protocol; the second one logs in.
    expect(proxy.accepted).toBeLessThanOrEqual(4);

    let password: string = READER.password;
    const credentials = (): { username: string; password: string } => ({ username: READER.username, password });
    const fresh = await node.source({ ...through, credentials }).initialize();
    const stale = await node.source({ ...through, credentials: READER }).initialize();
    expect(await fresh.getRepository(Letter).countBy({ id: 'a' })).toBe(0);
    const { error: refused } = await failureOf(fresh.getRepository(Letter).save({ id: 'a', body: 'b' }));
    expect(refused).toBeInstanceOf(UnauthorizedError);
    expect(refused).toMatchObject({ code: 'CASPY_UNAUTHORIZED', retryable: false, maybeApplied: false });

    await until(() => changePassword(admin, 'second-password'), SLOW, 'a new password');
    // Sessions that are open go on with the old one.
    expect(await Promise.all([reads(fresh), reads(stale)])).toEqual([true, true]);
    password = 'second-password';
    const before = proxy.accepted;
    proxy.reset();
    const took = await until(() => reads(fresh), SLOW, 'a session with the new password');
    const failures = await Promise.all(Array.from({ length: 200 }, () => failureOf(readLetter(stale))));
    const codes = new Set(failures.map(({ error }) => (error as CaspyError).code));
    expect([...codes].filter((code) => !LOST_SESSION.includes(code))).toEqual([]);
    // A request does not try to log in by itself.
    expect(proxy.accepted - before).toBeLessThanOrEqual(20);
    await Promise.all([fresh.destroy(), stale.destroy()]);
    await proxy.stop();
    return { took, errors: ['CASPY_AUTHENTICATION', 'CASPY_UNAUTHORIZED'], attempts: '1 login for each refusal' };
  },
);

const LOST_SESSION = ['CASPY_AUTHENTICATION', 'CASPY_NO_HOST', 'CASPY_CONNECTION_LOST'];

/** A superuser's data source, after the table and the role for the others have been made. */
async function prepared(): Promise<DataSource> {
  const admin = await node.source({ synchronize: true }).initialize();
  await admin.execute(`CREATE ROLE IF NOT EXISTS reader WITH PASSWORD = '${READER.password}' AND LOGIN = true`);
  await admin.execute(`GRANT SELECT ON TABLE ${KEYSPACE}.letter TO reader`);
  return admin;
}

/** Cassandra takes a new password of a role only every five seconds. */
function changePassword(admin: DataSource, password: string): Promise<boolean> {
  return succeeds(admin.execute(`ALTER ROLE reader WITH PASSWORD = '${password}'`));
}

function readLetter(dataSource: DataSource): Promise<unknown> {
  return dataSource.getRepository(Letter).get({ id: 'a' });
}

function reads(dataSource: DataSource): Promise<boolean> {
  return succeeds(readLetter(dataSource));
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

describe('secrets', () => {
  test(
    'neither a password nor a value is in anything that is logged, thrown, printed or sent as JSON',
    async () => {
      const said: string[] = [];
      const say = (value: unknown): void => void said.push(wordsOf(value));
      const logger = keepingLogger(said);
      const heard: unknown[] = [];
      subscribe('caspy:query', (message) => void heard.push(message));
      const options = { logging: 'all', logger, slowQueryThreshold: 0.001, pageTokenSecret: PASSWORD } as const;
      await using admin = await prepared();
      await until(() => changePassword(admin, PASSWORD), SLOW, 'a new password');
      await using dataSource = await node
        .source({ ...options, credentials: { username: READER.username, password: PASSWORD } })
        .initialize();
      const letters = dataSource.getRepository(Letter);
      const letter = letters.create({ id: VALUE, body: VALUE });
      const refusals: (() => Promise<unknown>)[] = [
        () => letters.save(letter),
        () => letters.insert(letter, { ifNotExists: true }),
        () => letters.update({ id: VALUE }, { body: VALUE }),
        () => letters.delete({ id: VALUE }),
        () => letters.bulkSave([letter]),
        () => dataSource.batch((batch) => void batch.save(letter)),
        () => letters.save(letters.create({ id: VALUE, body: { [VALUE]: VALUE } as never })),
        () => letters.findBy({ body: VALUE }),
        () => letters.getOrFail({ id: VALUE }),
        () => letters.findPage({ where: { id: VALUE }, after: VALUE }),
        () => letters.query('SELECT * FROM secured.letter WHERE id = ?', [Symbol(VALUE)]),
        () => letters.get({ id: VALUE }, { timeout: 0.001 }),
        () => dataSource.execute('SELECT nothing FROM secured.letter WHERE id = ?', [VALUE]),
        () => dataSource.execute(`CREATE ROLE other WITH PASSWORD = '${PASSWORD}'`),
        () => dataSource.execute(`CREATE ROLE other WITH PASSWORD = '${PASSWORD}' AND nothing`),
        () => node.source({ ...options, credentials: { username: 'nobody', password: PASSWORD } }).initialize(),
        () => node.source({ ...options, port: 1, ssl: { passphrase: PASSWORD } }).initialize(),
      ];
      const codes: string[] = [];
      for (const refusal of refusals) {
        const { error } = await failureOf(refusal());
        say(error);
        codes.push(error instanceof CaspyError ? error.code : error.name);
      }
      expect(codes.every((code) => code.startsWith('CASPY_'))).toBe(true);
      expect(new Set(codes).size).toBeGreaterThan(6);
      for (const each of [dataSource, letters, letters.filter({ id: VALUE }), letters.metadata, dataSource.metrics()]) {
        say(each);
      }
      say(await dataSource.health());
      say(dataSource.getSession());
      say(node.source({ ssl: { passphrase: PASSWORD } }));
      say(heard);
      expect(heard.length).toBeGreaterThan(5);
      const all = said.join('\n');
      expect(all).toContain('letter');
      expect(around(all, PASSWORD)).toEqual([]);
      expect(around(all, VALUE)).toEqual([]);
    },
    FAULT_TIMEOUT,
  );

  test(
    'the command says in a line or two that the login was refused, and never shows the password',
    async () => {
      const { contactPoints, port, localDataCenter, credentials } = node.cassandra;
      const address = { CASPY_CONTACT_POINTS: String(contactPoints[0]), CASPY_PORT: String(port) };
      const env = { ...address, CASPY_LOCAL_DC: localDataCenter, CASPY_USERNAME: 'cassandra' };
      const refused = await caspy(['connect'], { ...env, CASPY_PASSWORD: PASSWORD });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/login|password|credentials/i);
      expect(refused.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
      const verbose = await caspy(['connect', '--verbose'], { ...env, CASPY_PASSWORD: PASSWORD });
      const info = await caspy(['info', '--json'], { ...env, CASPY_PASSWORD: PASSWORD });
      const accepted = await caspy(['connect', '--verbose'], { ...env, CASPY_PASSWORD: String(credentials?.password) });
      expect([verbose.code, accepted.code]).toEqual([1, 0]);
      expect(JSON.stringify([refused, verbose, info])).not.toContain(PASSWORD);
    },
    FAULT_TIMEOUT,
  );

  test(
    'a rejection that nobody handles ends the program without it',
    async () => {
      const { contactPoints, port, localDataCenter } = node.cassandra;
      const credentials = { username: 'cassandra', password: PASSWORD };
      const options = { contactPoints, port, localDataCenter, credentials, pageTokenSecret: PASSWORD };
      const ended = await runProgram(`new caspy.DataSource(${JSON.stringify(options)}).initialize();`);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain('CASPY_AUTHENTICATION');
      // Node itself prints the line that threw.
      expect(
        ended.stderr.split('\n').filter((line) => line.includes(PASSWORD) && !line.includes('initialize()')),
      ).toEqual([]);
    },
    FAULT_TIMEOUT,
  );
});

/** The places where it stands, with what stands around them. */
function around(text: string, secret: string): string[] {
  return [...text.matchAll(new RegExp(`.{0,80}${secret}.{0,40}`, 'g'))].map(([place]) => place);
}
