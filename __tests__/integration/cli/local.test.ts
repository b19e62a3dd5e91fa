import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeProcesses } from '../../../lib/testing/background/node-processes';
import { jarFolder } from '../../../lib/testing/cache-folders';
import { defaultVersion } from '../../../lib/testing/options';
import { createProject, type Project } from './support/project';
import { outcomeOf, runCaspy, startCaspy } from './support/run-caspy';

// A node takes its time to start, and the machine has other work to do.
jest.setTimeout(300_000);

let project: Project;
/** Of its own, so that the test meets no Cassandra of whoever runs it. */
let cache: string;

beforeAll(() => {
  project = createProject();
  cache = realpathSync(mkdtempSync(join(tmpdir(), 'caspy-cache-')));
  const jars = jarFolder(defaultVersion);
  // Fetched once already, mostly.
  if (existsSync(jars)) symlinkSync(jars, join(cache, `cassandra-${defaultVersion}`), 'dir');
});

afterAll(async () => {
  await run('down', '--purge', '--force');
  rmSync(cache, { recursive: true, force: true });
  project.remove();
});

const env = () => ({ CASPY_CACHE_DIR: cache });
const run = (...args: string[]) => runCaspy(project, args, { env: env() });

interface Up {
  readonly contactPoints: readonly [string];
  readonly startedNow: boolean;
  readonly data: string;
}
const up = async (): Promise<Up> => {
  const { code, stdout, stderr } = await run('up', '--json', '--source', 'java');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Up;
};
const cql = (address: string, statement: string) => {
  const [host = '', port = ''] = address.split(':');
  return run('cql', statement, '--write', '--contact-points', host, '--port', port, '--keyspace', 'system', '--json');
};

describe('up and down', () => {
  it('down where nothing is up is no error', async () => {
    expect(await run('down')).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing was up.\n' });
  });

  it('Ctrl-C during the start ends within a second, exit 130, and leaves no node', async () => {
    const child = startCaspy(project, ['up', '--source', 'java'], { env: env() });
    const outcome = outcomeOf(child);
    const data = join(cache, 'background/caspy-cassandra-up-1');
    while (nodeProcesses(data).length === 0 && child.exitCode === null)
      await new Promise((done) => setTimeout(done, 50));
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 130, stdout: '' });
    expect(nodeProcesses(data)).toEqual([]);
    expect(readdirSync(join(cache, 'run'))).toEqual([]);
  });

  it('starts once, survives its process, keeps data and address, and goes with --purge', async () => {
    const first = await up();
    expect(first).toMatchObject({ startedNow: true, contactPoints: [expect.stringMatching(/^127\.0\.0\.1:90\d\d$/)] });
    expect(await up()).toMatchObject({ ...first, startedNow: false });
    const [address] = first.contactPoints;
    const create = `CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`;
    expect(await cql(address, create)).toMatchObject({ code: 0, stderr: '' });
    const three = await run('up', '--nodes', '3');
    expect(three).toMatchObject({ code: 2, stdout: '' });
    expect(three.stderr).toContain('A Cassandra with one node runs already. Stop it first: caspy down');

    expect(await run('down')).toMatchObject({ code: 0, stderr: 'Stopped the node.\n' });
    expect(nodeProcesses(first.data)).toEqual([]);
    expect(await up()).toEqual(first);
    const kept = await cql(address, "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = 'kept'");
    expect(JSON.parse(kept.stdout)).toEqual([{ keyspace_name: 'kept' }]);

    expect(await run('down', '--purge')).toMatchObject({ code: 3, stdout: '' });
    expect(nodeProcesses(first.data)).toHaveLength(1);
    expect((await run('down', '--purge', '--force')).code).toBe(0);
    expect(nodeProcesses(first.data)).toEqual([]);
    expect(existsSync(first.data)).toBe(false);
  });

  it('says what is missing where neither Docker nor Java can be used, exit 2', async () => {
    const nothing = mkdtempSync(join(tmpdir(), 'caspy-path-'));
    const { code, stdout, stderr } = await runCaspy(project, ['up'], {
      env: { ...env(), PATH: nothing, JAVA_HOME: '' },
    });
    rmSync(nothing, { recursive: true });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('No local Cassandra can be started');
    expect(stderr).toContain('Install Docker with its compose plugin, or Java 17 and Maven');
  });
});
