import { deepStrictEqual } from 'node:assert';
import type { Client } from 'cassandra-driver';
import type { Contestant } from './contestant';
import type { SampleValues } from './sample.entity';

/** Rows that are compared column by column after each round. */
const COMPARED = 200;

/** @throws Error unless the table holds exactly these rows, all with the mark of the last save. */
export async function checkSaved(client: Client, keyspace: string, count: number, age: number): Promise<void> {
  // One page: the driver's own iteration over pages stops at an empty one.
  const { rows } = await client.execute(`SELECT age FROM ${keyspace}.sample`, [], { fetchSize: count + 1 });
  const stray = rows.find((row) => row.age !== age);
  if (stray !== undefined) throw new Error(`A row holds the mark ${stray.age} instead of ${age}: it was not saved.`);
  if (rows.length !== count) throw new Error(`The table holds ${rows.length} rows instead of ${count}.`);
}

/** @throws AssertionError unless the contestant reads what was written. */
export async function checkRead(contestant: Contestant, samples: readonly SampleValues[], age: number): Promise<void> {
  for (const [index, sample] of samples.slice(0, COMPARED).entries()) {
    const read = await contestant.get(index);
    // Without the class, which only one of them has.
    deepStrictEqual({ ...read }, { ...sample, age });
  }
}
