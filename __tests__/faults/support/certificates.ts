import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PASSWORD = 'changeit';
const KEYTOOL_TIMEOUT = 60_000;
/** Half the time of a program that ends before the optimizing compiler is of any use. */
const QUICK = '-J-XX:TieredStopAtLevel=1';

/** A client's own key and certificate, as `tls.connect` takes them. */
export interface ClientKey {
  readonly pfx: Buffer;
  readonly passphrase: string;
}

/** Keys and certificates of one run, made by the JDK's keytool and thrown away after it. */
export interface Certificates extends AsyncDisposable {
  /** The certificate of a private authority, which has signed that of the server and that of `client`. */
  readonly authority: string;
  /** The server's other certificate: it signed that itself, and it has expired. */
  readonly expired: string;
  readonly client: ClientKey;
  /** A client's key that nobody has signed. */
  readonly stranger: ClientKey;
  /** Cassandra's `client_encryption_options`. Clients without TLS are let in too, those with TLS need a certificate. */
  readonly serverOptions: Readonly<Record<string, string | boolean>>;
  /** From its next start the server has the other certificate. */
  expire(): Promise<void>;
}

/** @param name the server's, as its certificates say it; its address is in none. */
export async function makeCertificates(name: string): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'caspy-certificates-'));
  const file = (of: string): string => join(folder, `${of}.p12`);
  const [authority, expired] = await Promise.all([
    signedKeys(file, name),
    expiredKey(file('expired'), name),
    pair(file('stranger'), 'stranger'),
  ]);
  const key = async (of: string): Promise<ClientKey> => ({ pfx: await readFile(file(of)), passphrase: PASSWORD });
  return {
    authority,
    expired,
    client: await key('client'),
    stranger: await key('stranger'),
    serverOptions: {
      enabled: true,
      optional: true,
      require_client_auth: true,
      keystore: file('server'),
      keystore_password: PASSWORD,
      truststore: file('trusted'),
      truststore_password: PASSWORD,
    },
    expire: () => copyFile(file('expired'), file('server')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function signedKeys(file: (of: string) => string, name: string): Promise<string> {
  await pair(file('all'), 'authority', '-ext', 'bc:c');
  await pair(file('all'), 'server', '-signer', 'authority', '-ext', `san=dns:${name}`);
  await pair(file('all'), 'client', '-signer', 'authority');
  await copyKey(file('all'), file('server'), 'server');
  await copyKey(file('all'), file('client'), 'client');
  const authority = await pemOf(file('all'), 'authority');
  await keytool(file('trusted'), ['-importcert', '-noprompt', '-alias', 'authority'], authority);
  return authority;
}

async function expiredKey(store: string, name: string): Promise<string> {
  await pair(store, 'expired', '-ext', `san=dns:${name}`, '-startdate', '-9d');
  return pemOf(store, 'expired');
}

async function pair(store: string, alias: string, ...rest: string[]): Promise<void> {
  const kind = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '2'];
  await keytool(store, ['-genkeypair', ...kind, '-alias', alias, '-dname', `CN=caspy test ${alias}`, ...rest]);
}

async function copyKey(from: string, to: string, alias: string): Promise<void> {
  const ends = ['-srckeystore', from, '-srcstorepass', PASSWORD, '-destkeystore', to, '-deststorepass', PASSWORD];
  await run('keytool', [QUICK, '-importkeystore', '-noprompt', '-srcalias', alias, ...ends], {
    timeout: KEYTOOL_TIMEOUT,
  });
}

async function pemOf(store: string, alias: string): Promise<string> {
  return keytool(store, ['-exportcert', '-rfc', '-alias', alias]);
}

async function keytool(store: string, args: readonly string[], input?: string): Promise<string> {
  const common = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', PASSWORD];
  const child = run('keytool', [QUICK, ...args, ...common], { timeout: KEYTOOL_TIMEOUT });
  child.child.stdin?.end(input);
  return (await child).stdout;
}
