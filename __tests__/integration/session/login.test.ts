import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConnectionError, DataSource, UnauthorizedError } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

const CASPY = resolve(__dirname, '../../../dist/bin/caspy.js');
const PASSWORD = 'canary-password';

let cassandra: LocalCassandra;

beforeAll(async () => {
  cassandra = await LocalCassandra.start({ authentication: true });
}, 240_000);
afterAll(() => cassandra.stop());

function source(credentials: { username: string; password: string } | undefined): DataSource {
  const { contactPoints, port, localDataCenter } = cassandra;
  return new DataSource({ contactPoints, port, localDataCenter, entities: [], ...(credentials && { credentials }) });
}

async function caspy(env: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'caspy-login-'));
  const address = { CASPY_CONTACT_POINTS: String(cassandra.contactPoints[0]), CASPY_PORT: String(cassandra.port) };
  const { PATH = '', HOME = '' } = process.env;
  const options = { cwd: folder, env: { PATH, HOME, CASPY_LOCAL_DC: cassandra.localDataCenter, ...address, ...env } };
  const result = await new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, [CASPY, 'connect'], options, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
  await rm(folder, { recursive: true });
  return result;
}

test('the right password opens a session; a wrong one, or none, is a typed error without it', async () => {
  const right = await source(cassandra.credentials).initialize();
  expect((await right.execute('SELECT key FROM system.local')).rows).toHaveLength(1);
  await right.destroy();
  for (const credentials of [{ username: 'cassandra', password: PASSWORD }, undefined]) {
    const failure: unknown = await source(credentials)
      .initialize()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConnectionError);
    expect(failure).toMatchObject({ code: 'CASPY_AUTHENTICATION', retryable: false, maybeApplied: false });
    expect(String((failure as Error).stack)).not.toContain(PASSWORD);
  }
});

test('a role that may not do something gets an UnauthorizedError', async () => {
  const admin = await source(cassandra.credentials).initialize();
  await admin.execute(`CREATE ROLE IF NOT EXISTS low WITH PASSWORD = 'low' AND LOGIN = true`);
  const low = await source({ username: 'low', password: 'low' }).initialize();
  const create = low.execute(`CREATE ROLE other WITH PASSWORD = 'x'`);
  await expect(create).rejects.toThrow(UnauthorizedError);
  await Promise.all([admin.destroy(), low.destroy()]);
});

test('the command says it in one clear line and exits 1', async () => {
  const refused = await caspy({ CASPY_USERNAME: 'cassandra', CASPY_PASSWORD: PASSWORD });
  expect(refused.code).toBe(1);
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toMatch(/login|password|credentials/i);
  expect(refused.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  expect(refused.stderr).not.toContain(PASSWORD);
  const { username = '', password = '' } = cassandra.credentials ?? {};
  expect((await caspy({ CASPY_USERNAME: username, CASPY_PASSWORD: password })).code).toBe(0);
});
