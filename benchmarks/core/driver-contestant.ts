import { Client, types } from 'cassandra-driver';
import type { Contestant } from './contestant';
import type { SampleValues } from './sample.entity';

const COLUMNS = 'id, name, email, city, age, visits, score, active, created_at, tags, labels';

/** The driver with the settings that give usable values: bigint, Set and Map. */
export function driverClient(options: { contactPoints: string[]; port: number; localDataCenter: string }): Client {
  return new Client({
    contactPoints: options.contactPoints,
    localDataCenter: options.localDataCenter,
    protocolOptions: { port: options.port },
    encoding: { map: Map, set: Set, useBigIntAsLong: true },
    // The level that caspy uses unless told otherwise.
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true, isIdempotent: true },
  });
}

/** Prepared statements, written by hand. */
export function driverContestant(
  name: string,
  client: Client,
  keyspace: string,
  samples: readonly SampleValues[],
): Contestant {
  const insert = `INSERT INTO ${keyspace}.sample (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  const select = `SELECT ${COLUMNS} FROM ${keyspace}.sample WHERE id = ?`;
  const records = samples.map((values) => ({ ...values }));
  const at = (index: number): SampleValues => records[index] ?? raise(index);
  return {
    name,
    save: (index) => client.execute(insert, parameters(at(index))),
    get: async (index) => {
      const { rows } = await client.execute(select, [at(index).id]);
      const [row] = rows;
      return row === undefined ? null : toValues(row);
    },
    mark: (age) => {
      for (const record of records) record.age = age;
    },
  };
}

function parameters(sample: SampleValues): unknown[] {
  const { id, name, email, city, age, visits, score, active, createdAt, tags, labels } = sample;
  return [id, name, email, city, age, visits, score, active, createdAt, tags, labels];
}

/** A uuid arrives as an object of the driver; everything else is usable as it is. */
function toValues(row: types.Row): SampleValues {
  return {
    id: String(row.id),
    name: row.name,
    email: row.email,
    city: row.city,
    age: row.age,
    visits: row.visits,
    score: row.score,
    active: row.active,
    createdAt: row.created_at,
    tags: row.tags,
    labels: row.labels,
  };
}

function raise(index: number): never {
  throw new RangeError(`There is no sample ${index}.`);
}
