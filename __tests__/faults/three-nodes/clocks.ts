import { testFault } from '../support/fault';
import { connectionsOf } from '../support/frame-server';
import type { Cluster } from './cluster';
import type { DataSource } from 'caspy';
import { Column, consoleLogger, PartitionKey, Table, VersionColumn } from 'caspy';

@Table()
class Reading {
  @PartitionKey() id!: string;
  @Column() body!: string;
}

@Table()
class Versioned {
  @PartitionKey() id!: string;
  @Column() body!: string;
  @VersionColumn() version!: number;
}

const JUMP = 10_000;
const SKEW = 60_000;

/** Runs something by a clock that is so many milliseconds ahead of the real one, or behind it. */
async function byClock<T>(ahead: number, work: () => Promise<T>): Promise<T> {
  const { now } = Date;
  Date.now = () => now() + ahead;
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}

async function save(dataSource: DataSource, id: string, body: string): Promise<void> {
  const readings = dataSource.getRepository(Reading);
  await readings.save(readings.create({ id, body }));
}

async function bodyOf(dataSource: DataSource, id: string): Promise<string | undefined> {
  return (await dataSource.getRepository(Reading).get({ id }, { consistency: 'QUORUM' }))?.body;
}

/** Fault 25: clocks that are wrong. */
export function clockFaults(cluster: () => Cluster): void {
  testFault(
    {
      number: 25,
      title: 'a clock jumps back 10 s, and two clients have clocks a minute apart',
      expected:
        'write times of one process only grow, with a warning; between machines the later write time wins, as documented, except for versions and write times of the server',
      tool: 'R',
      timeout: 120_000,
    },
    async () => {
      const warnings: string[] = [];
      const log = (_level: string, text: string): void => void warnings.push(text);
      const options = { keyspace: 'clocks', entities: [Reading, Versioned], requestTimeout: 30_000 };
      await using jumping = await cluster().connect({
        ...options,
        logging: ['warn'],
        logger: { ...consoleLogger, log },
      });
      await save(jumping, 'jump', 'before');
      await byClock(-JUMP, async () => {
        for (const body of ['first', 'second', 'third']) {
          await save(jumping, 'jump', body);
          expect(await bodyOf(jumping, 'jump')).toBe(body);
        }
      });
      expect(warnings).toEqual([expect.stringContaining('The clock of this machine went back')]);

      await using right = await cluster().connect(options);
      // Each has a generator of write times of its own, as two machines have.
      await using ahead = await cluster().connect(options);
      await byClock(SKEW, () => save(ahead, 'skew', 'by the clock ahead'));
      await save(right, 'skew', 'written later');
      expect(await bodyOf(right, 'skew')).toBe('by the clock ahead');

      await byClock(SKEW, () => {
        const versions = ahead.getRepository(Versioned);
        return versions.save(versions.create({ id: 'a', body: 'by the clock ahead' }));
      });
      const versions = right.getRepository(Versioned);
      const row = await versions.getOrFail({ id: 'a' });
      row.body = 'written later';
      await versions.save(row);
      expect(await versions.getOrFail({ id: 'a' })).toMatchObject({ body: 'written later', version: 2 });

      const driver = { policies: { timestampGeneration: null as never } };
      await using server = await cluster().connect({ ...options, driver });
      await byClock(SKEW, () => save(server, 'server', 'by the clock ahead'));
      await byClock(-SKEW, () => save(server, 'server', 'written later'));
      expect(await bodyOf(server, 'server')).toBe('written later');
      const note =
        'the later plain write lost to a clock a minute ahead, those with versions or write times of the server did not';
      return { attempts: '1 each', note, connections: connectionsOf(right).connections };
    },
  );
}
