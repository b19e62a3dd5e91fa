import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { frame, int } from '../../support/cql-frames';
import type { FakeBehaviour, Reply } from '../../support/fake-cassandra';
import { FakeCassandra } from '../../support/fake-cassandra';
import { runManySaves } from '../../support/many-saves/run-many-saves';
import { failureOf, testFault, until } from '../support/fault';
import { connectionsOf, frameServer } from '../support/frame-server';
import { Item } from '../support/models';
import { pageOf } from '../support/pages';

const DIST = join(__dirname, '../../../dist/lib/index.js');
const DRIVER = require.resolve('cassandra-driver');
const OPCODE_RESULT = 8;
const FOUND: Reply = { result: pageOf(['id', 'body'], [['a', 'x']]) };

testFault(
  {
    number: 13,
    title: 'answers that come after the deadline',
    expected: 'each call settles once; no stream id is lost; the same connection goes on',
    tool: 'F',
  },
  async () => {
    const late = 50;
    const limit = 200;
    await using server = await frameServer({
      onExecute: (attempt) => (attempt <= late ? { after: 3 * limit, reply: FOUND } : FOUND),
    });
    const items = server.dataSource.getRepository(Item);
    const { accepted } = server.fake;
    const reads = Array.from({ length: late }, () => failureOf(items.get({ id: 'a' }, { timeout: limit })));
    const failures = await Promise.all(reads);
    for (const { error, took } of failures) {
      expect(error).toMatchObject({ code: 'CASPY_TIMEOUT', maybeApplied: false });
      expect(took).toBeLessThan(limit + 300);
    }
    await until(() => connectionsOf(server.dataSource).inFlight === 0, 3000, 'every late answer');
    expect(server.dataSource.metrics()).toMatchObject({ inFlight: 0, queued: 0, timeouts: late });
    await Promise.all(Array.from({ length: 4 * late }, () => items.get({ id: 'a' })));
    const { connections, inFlight } = connectionsOf(server.dataSource);
    expect({ connections, inFlight, accepted: server.fake.accepted }).toEqual({
      connections: 1,
      inFlight: 0,
      accepted,
    });
    const took = Math.max(...failures.map((failure) => failure.took));
    return { took, limit: limit + 300, attempts: '1 each', errors: ['CASPY_TIMEOUT'], connections };
  },
);

testFault(
  {
    number: 16,
    title: '10,000 saves at once',
    expected: 'all succeed, 256 at a time; the rest waits in order; memory is bounded',
    tool: 'F',
  },
  async () => {
    const count = 10_000;
    let now = 0;
    let most = 0;
    const seen = new Set<string>();
    await using server = await frameServer({
      onExecute: (_attempt, { values }) => {
        seen.add(values[0]?.toString() ?? '');
        most = Math.max(most, (now += 1));
        setImmediate(() => (now -= 1));
        return 'void';
      },
    });
    const saved = await runManySaves({
      ...{ contactPoints: ['127.0.0.1'], port: server.fake.port, localDataCenter: 'datacenter1', keyspace: 'ks' },
      count,
    });
    seen.delete('first');
    expect(seen.size).toBe(count);
    expect(server.fake.executes).toBe(count + 1);
    expect(most).toBeLessThanOrEqual(256);
    expect(saved).toMatchObject({ queued: count - 256, inFlight: 0, left: 0, errors: {} });
    // Each that waits holds its call: the promises, closures and arguments of it come to some 2.5 kB.
    expect(saved.queuedHeap).toBeLessThan(count * 5000);
    const note = `${saved.queued} waited; ${Math.round(saved.queuedHeap / 2 ** 20)} MB of heap for all of them`;
    return { attempts: '1 each', lost: count - seen.size, note };
  },
);

/** A program of its own: it must end by itself once everything is closed. Its pauses between two searches for nodes are longer than it may run. */
function program(port: number, body: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = `{ contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1', port: ${port}, logging: false, driver }`;
  const script = `const { DataSource } = require(${JSON.stringify(DIST)});
    const { policies } = require(${JSON.stringify(DRIVER)});
    const reconnection = new policies.reconnection.ConstantReconnectionPolicy(600_000);
    const driver = { policies: { reconnection } };
    const source = new DataSource(${options});
    (async () => { ${body} })();`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['-e', script], { timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout: stdout.trim(), stderr });
    });
  });
}

testFault(
  {
    number: 19,
    title: 'destroy() while connecting, with requests on their way, and while no node is there',
    expected: 'waits for what is on its way, may be called twice, leaves no socket, and the process ends by itself',
    tool: 'F',
  },
  async () => {
    const fake = await FakeCassandra.start({ onExecute: () => ({ after: 300, reply: 'void' }) });
    try {
      const connecting = await program(
        fake.port,
        `const opening = source.initialize().then(() => 'open', (error) => error.code);
         await Promise.all([source.destroy(), source.destroy()]);
         console.log(await opening);`,
      );
      expect(connecting).toMatchObject({ code: 0, stderr: '' });
      expect(connecting.stdout).toMatch(/^(open|CASPY_CLOSED)$/);
      await until(() => fake.openSockets === 0, 3000, 'the end of every connection');
      const busy = await program(
        fake.port,
        `await source.initialize();
         const sent = Array.from({ length: 300 }, () => source.execute("UPDATE ks.item SET body = 'a' WHERE id = 'b'"));
         await new Promise((go) => setTimeout(go, 100));
         await Promise.all([source.destroy(), source.destroy()]);
         const done = await Promise.allSettled(sent);
         console.log(done.filter(({ status }) => status === 'fulfilled').length);`,
      );
      expect(busy).toEqual({ code: 0, stdout: '300', stderr: '' });
      await until(() => fake.openSockets === 0, 3000, 'the end of every connection');
      await lonely();
    } finally {
      await fake.stop();
    }
    return { lost: 0, attempts: '300 of 300 answered', connections: 0 };
  },
);

/** A destroy() while no node is there any more: the search for one ends with it. */
async function lonely(): Promise<void> {
  const fake = await FakeCassandra.start({
    onExecute: () => {
      stopping = new Promise((resolve) => setImmediate(() => resolve(fake.stop())));
      return 'void';
    },
  });
  let stopping: Promise<void> | undefined;
  const alone = await program(
    fake.port,
    `await source.initialize();
     const send = () => source.execute("UPDATE ks.item SET body = 'a' WHERE id = 'b'").then(() => send(), (error) => error.code);
     console.log(await send());
     await new Promise((go) => setTimeout(go, 200));
     await source.destroy();`,
  );
  await stopping;
  expect(alone).toMatchObject({ code: 0, stderr: '' });
  expect(alone.stdout).toMatch(/^CASPY_(NO_HOST|CONNECTION_LOST)$/);
}

/** What a broken server may say in place of an answer. */
const NONSENSE: Readonly<Record<string, (stream: number) => Buffer>> = {
  'random bytes': () => Buffer.from('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'),
  'half a frame': (stream) => frame(stream, OPCODE_RESULT, Buffer.alloc(400)).subarray(0, 60),
  'an unknown opcode': (stream) => frame(stream, 0x7f, int(1)),
  'rows that end too early': (stream) =>
    frame(stream, OPCODE_RESULT, pageOf(['id', 'body'], [['a', 'x']]).subarray(0, -3)),
  'the answer of another request': () => frame(32_000, OPCODE_RESULT, int(1)),
};

testFault(
  {
    number: 28,
    title: 'garbage, half a frame, an unknown opcode, rows that end too early, a wrong stream id',
    expected: 'an error within the deadline; the connection is replaced where it is of no more use',
    tool: 'F',
    timeout: 120_000,
  },
  async () => {
    const limit = 1000;
    const figures = { took: 0, recovery: 0, connections: 0, codes: new Set<string>() };
    for (const [name, bytes] of Object.entries(NONSENSE)) {
      let isBroken = true;
      const behaviour: FakeBehaviour = { onExecute: () => (isBroken ? { bytes } : FOUND) };
      await using server = await frameServer(behaviour, { requestTimeout: limit });
      const items = server.dataSource.getRepository(Item);
      const { error, took } = await failureOf(items.get({ id: 'a' }));
      expect(took).toBeLessThan(limit + 500);
      isBroken = false;
      const recovery = await until(
        () =>
          items.get({ id: 'a' }).then(
            () => true,
            () => false,
          ),
        10 * limit,
        `an answer after ${name}`,
      );
      // What the server sees counts: a connection that the driver has forgotten is in no pool.
      await until(() => server.fake.openSockets === 1, 10 * limit, 'the end of broken connections');
      figures.connections = Math.max(figures.connections, connectionsOf(server.dataSource).connections);
      figures.took = Math.max(figures.took, took);
      figures.recovery = Math.max(figures.recovery, recovery);
      figures.codes.add(String(Reflect.get(error, 'code')));
    }
    const note = `the next good answer after ${(figures.recovery / 1000).toFixed(1)} s at most`;
    return {
      took: figures.took,
      limit: limit + 500,
      errors: [...figures.codes],
      connections: figures.connections,
      note,
    };
  },
);
