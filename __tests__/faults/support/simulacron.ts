import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cacheFolder } from '../../../lib/testing/cache-folders';
import { findPlacement } from '../../../lib/testing/loopback';
import { runCommand } from '../../../lib/testing/run-command';
import { startWatchdog, type Watchdog } from '../../../lib/testing/watchdog';
import { until } from './fault';
import { SimulatedCluster } from './simulated-cluster';

const VERSION = '0.12.0';
const ARTIFACT = `com.datastax.oss.simulacron:simulacron-standalone:${VERSION}`;
const JAR = `simulacron-standalone-${VERSION}.jar`;
const DOWNLOAD_TIMEOUT = 10 * 60_000;
const START_TIMEOUT = 60_000;
/** Enough for all clusters of a run: addresses are not handed out a second time while a cluster exists. */
const ADDRESSES = 3;

/** Sends one request to simulacron's HTTP interface. */
export type Ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<unknown>;

/**
 * Simulacron: simulated Cassandra nodes that answer what they are told to. One process for any number of clusters. It
 * needs Java, and Maven for the first time, as the local Cassandra does, and Linux, where all of 127.0.0.0/8 exists.
 */
export class Simulacron {
  readonly #process: ChildProcess;
  readonly #watchdog: Watchdog;
  readonly #ask: Ask;

  private constructor(child: ChildProcess, httpPort: number) {
    this.#process = child;
    this.#watchdog = startWatchdog(['kill', '-9', String(child.pid)]);
    this.#ask = (method, path, body) => ask(httpPort, method, path, body);
  }

  static async start(): Promise<Simulacron> {
    const jar = await ensureJar();
    const { addresses } = await findPlacement(ADDRESSES);
    const httpPort = await freePort();
    const [first = '127.0.0.1'] = addresses;
    const args = ['-Xmx256m', '-jar', jar, '--ip', first, '--httpintf', '127.0.0.1', '--httpport', String(httpPort)];
    const child = spawn('java', args, { stdio: 'ignore' });
    const simulacron = new Simulacron(child, httpPort);
    const isUp = (): Promise<boolean> =>
      simulacron.#ask('GET', '/cluster').then(
        () => true,
        () => false,
      );
    try {
      await until(isUp, START_TIMEOUT, 'simulacron');
    } catch (error) {
      await simulacron.stop();
      throw error;
    }
    return simulacron;
  }

  /** A new cluster of so many nodes in the data centre `dc1`. */
  async cluster(nodes = 3): Promise<SimulatedCluster> {
    const answer = await this.#ask('POST', `/cluster?data_centers=${nodes}&cassandra_version=4.0.0`);
    return SimulatedCluster.of(answer, this.#ask);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGKILL');
      await ended;
    }
    this.#watchdog.release();
  }
}

/** Beside the jars of Cassandra; two processes may fetch at once, and the first to finish wins. */
async function ensureJar(): Promise<string> {
  const folder = join(cacheFolder(), `simulacron-${VERSION}`);
  if (existsSync(folder)) return join(folder, JAR);
  await mkdir(cacheFolder(), { recursive: true });
  const temporary = await mkdtemp(`${folder}.tmp-`);
  const args = ['-q', '-B', 'dependency:copy', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${temporary}`];
  const result = await runCommand('mvn', args, { timeout: DOWNLOAD_TIMEOUT });
  if (!result.ok) {
    await rm(temporary, { recursive: true, force: true });
    throw new Error(`Maven could not fetch ${ARTIFACT}: ${result.reason}\n${result.stdout}`);
  }
  await rename(temporary, folder).catch(async (error: unknown) => {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return join(folder, JAR);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** No connection is kept, so that tests can count those that caspy leaves. */
function ask(port: number, method: string, path: string, body?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if ((response.statusCode ?? 500) < 400) resolve(text === '' ? undefined : JSON.parse(text));
        else reject(new Error(`simulacron: ${method} ${path}: ${response.statusCode} ${text}`));
      });
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
