import { synchronizingProcess } from '../../integration/schema/support/synchronizing-process';
import { failureOf, testFault, timed, until } from '../support/fault';
import { connectionsOf } from '../support/frame-server';
import type { Cluster } from './cluster';
import type { DataSource } from 'caspy';
import { Column, PartitionKey, RequestError, Table, UserType } from 'caspy';

@UserType('place')
class Place {
  @Column() street!: string;
  @Column() city!: string;
}

/** The columns that are added come before, between and behind these. */
@Table('person')
class Person {
  @PartitionKey() id!: string;
  @Column(() => Place) home!: Place;
  @Column() name!: string;
  @Column() nick!: string;
}

const TIMEOUT = 240_000;
/** Generous, as schema changes of three nodes on a test machine take their time. */
const DEADLINE = 30_000;
const ADDED = ['aaa', 'middle', 'zzz'];

interface Traffic {
  /** Rounds that went well. */
  rounds: number;
  /** Rows that are not what was saved. */
  readonly misplaced: string[];
  /** What caspy reports while the nodes know different schemas: one may ask another for a column that it has not got. */
  readonly codes: Set<string>;
}

/** Saves and reads rows one after the other, and compares each with what was saved, until it is stopped. */
function startTraffic(dataSource: DataSource, prefix: string): { traffic: Traffic; stop: () => Promise<void> } {
  const people = dataSource.getRepository(Person);
  const traffic: Traffic = { rounds: 0, misplaced: [], codes: new Set() };
  const over = new AbortController();
  const round = async (number: number): Promise<void> => {
    const id = `${prefix} ${number}`;
    const home = { street: `street ${number}`, city: `city ${number}` };
    const person = { id, home, name: `name ${number}`, nick: `nick ${number}` };
    await people.save(people.create(person));
    const [saved] = await people.find({ where: { id } });
    await people.update({ id }, { name: 'other' });
    const { rows } = await dataSource.execute('SELECT * FROM person WHERE id = ?', [id]);
    const { name, nick } = rows[0] ?? {};
    const isRight = JSON.stringify(saved) === JSON.stringify(person) && name === 'other' && nick === person.nick;
    if (!isRight) traffic.misplaced.push(JSON.stringify({ saved, row: rows[0] }));
    traffic.rounds += 1;
  };
  const go = async (): Promise<void> => {
    for (let number = 0; !over.signal.aborted; number += 1) {
      await round(number).catch((error: unknown) => {
        if (!(error instanceof RequestError)) throw error;
        traffic.codes.add(error.code);
      });
    }
  };
  const running = go();
  const stop = async (): Promise<void> => {
    over.abort();
    await running;
  };
  return { traffic, stop };
}

/** What another process does to the schema meanwhile; `turn` waits until every statement was used again. */
async function alterAll(admin: DataSource, turn: () => Promise<void>): Promise<void> {
  for (const column of ADDED) {
    await admin.execute(`ALTER TABLE person ADD ${column} text`);
    await turn();
  }
  await admin.execute('ALTER TYPE place ADD zip text');
  await turn();
  for (const column of ADDED) {
    await admin.execute(`ALTER TABLE person DROP ${column}`);
    await turn();
  }
}

/** A column that the model has is dropped, and comes back. */
async function dropUsed(admin: DataSource, dataSource: DataSource): Promise<void> {
  const people = dataSource.getRepository(Person);
  const person = { id: 'drop', home: { street: 's', city: 'c' }, name: 'n', nick: 'k' };
  await people.save(people.create(person));
  await admin.execute('ALTER TABLE person DROP nick');
  for (const request of [
    () => people.save(people.create(person)),
    () => people.get({ id: 'drop' }),
    () => people.update({ id: 'drop' }, { nick: 'new' }),
  ]) {
    const { error } = await failureOf(request());
    expect(error).toMatchObject({ name: 'QueryError', code: 'CASPY_INVALID_QUERY', maybeApplied: false });
    expect(error.message).toContain('nick');
  }
  const part = await people.find({ where: { id: 'drop' }, select: ['name', 'home'] });
  expect(part).toEqual([{ name: 'n', home: { street: 's', city: 'c' } }]);
  await admin.execute('ALTER TABLE person ADD nick text');
  await people.save(people.create(person));
  await expect(people.get({ id: 'drop' })).resolves.toEqual(person);
}

/** Faults 22 and 23: the schema changes while it is in use. */
export function schemaChangeFaults(cluster: () => Cluster): void {
  testFault(
    {
      number: 22,
      title: 'columns and fields are added and dropped while requests run',
      expected:
        'prepared statements go on, and no value is misplaced; what names a dropped column ends in a typed error, and works again once it is back',
      tool: 'R',
      timeout: TIMEOUT,
    },
    async () => {
      const { connect } = cluster();
      const codes = new Set(['CASPY_INVALID_QUERY']);
      let rounds = 0;
      let connections = 0;
      for (const fastDecode of [false, true]) {
        const keyspace = `alter_${fastDecode ? 'fast' : 'stock'}`;
        const options = { keyspace, requestTimeout: DEADLINE };
        await using dataSource = await connect({ ...options, entities: [Person], fastDecode });
        await using admin = await connect({ ...options, entities: [], synchronize: false });
        const { traffic, stop } = startTraffic(dataSource, keyspace);
        const turn = async (): Promise<void> => {
          const now = traffic.rounds;
          await until(() => traffic.rounds >= now + 3, DEADLINE, 'three rounds of every statement');
        };
        try {
          await turn();
          await alterAll(admin, turn);
        } finally {
          await stop();
        }
        expect(traffic.misplaced).toEqual([]);
        for (const code of traffic.codes) codes.add(code);
        rounds += traffic.rounds;
        await dropUsed(admin, dataSource);
        connections = connectionsOf(dataSource).connections;
      }
      const attempts = `14 changes, ${rounds} rounds of save, find, update and SELECT *`;
      return { attempts, lost: 0, errors: [...codes], connections, note: '0 values misplaced' };
    },
  );

  testFault(
    {
      number: 23,
      title: 'two processes synchronize one keyspace at the same moment',
      expected:
        'one works, the other waits and finds nothing left to do; all nodes have one schema, and its tables take rows',
      tool: 'R',
      timeout: TIMEOUT,
    },
    async () => {
      const { where, connect } = cluster();
      const options = { ...where, keyspace: 'at_once', requestTimeout: DEADLINE, logging: false as const };
      const begin = await Promise.all(Array.from({ length: 2 }, () => synchronizingProcess('old')));
      const { value: outcomes, took } = await timed(() => Promise.all(begin.map((start) => start(options))));
      expect(outcomes).toEqual(begin.map(() => ({ changes: 0, skipped: 0 })));
      await using dataSource = await connect({
        keyspace: 'at_once',
        requestTimeout: DEADLINE,
        entities: [],
        synchronize: false,
      });
      const schema = await dataSource.readSchema(['at_once']);
      const [made] = schema.keyspaces;
      expect(made?.tables.map(({ name }) => name)).toEqual([
        'caspy_locks',
        'other_0',
        'other_1',
        'other_2',
        'other_3',
        'user',
      ]);
      expect(made?.views.map(({ name }) => name)).toEqual(['by_email']);
      expect((await dataSource.execute('SELECT * FROM caspy_locks')).rows).toEqual([]);
      // A table that two processes had made would refuse rows, its files lying under another id.
      await dataSource.execute(`INSERT INTO user (id, email) VALUES ('1', 'ada')`, [], { consistency: 'ALL' });
      const { rows } = await dataSource.execute(`SELECT id FROM user WHERE email = 'ada'`);
      expect(rows).toEqual([{ id: '1' }]);
      const { connections } = connectionsOf(dataSource);
      return { took, attempts: `${begin.length} processes, 6 tables, 5 indexes, 1 view`, connections };
    },
  );
}
