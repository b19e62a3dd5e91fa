import type { Client } from 'cassandra-driver';
import { checkRead, checkSaved } from './check';
import type { Contestant } from './contestant';
import { measure, type Measurement } from './measure';
import type { SampleValues } from './sample.entity';
import { shuffled } from './statistics';

export const OPERATIONS = ['save', 'get'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The measurements of one round, by operation and by the name of the contestant. */
export type Round = Readonly<Record<Operation, Readonly<Record<string, Measurement>>>>;

export interface Setup {
  readonly client: Client;
  readonly keyspace: string;
  readonly samples: readonly SampleValues[];
  readonly contestants: readonly Contestant[];
  readonly concurrency: number;
}

/** Every contestant saves and gets all rows; who goes first is drawn anew in every round and for both operations. */
export async function runRound(setup: Setup, round: number): Promise<Round> {
  return { save: await runSaves(setup, round), get: await runGets(setup, round) };
}

async function runSaves(setup: Setup, round: number): Promise<Record<string, Measurement>> {
  const { client, keyspace, samples, contestants, concurrency } = setup;
  const results: Record<string, Measurement> = {};
  for (const [turn, contestant] of shuffled(contestants).entries()) {
    const age = round * contestants.length + turn;
    contestant.mark(age);
    results[contestant.name] = await measure(samples.length, concurrency, contestant.save);
    await checkSaved(client, keyspace, samples.length, age);
  }
  return results;
}

async function runGets(setup: Setup, round: number): Promise<Record<string, Measurement>> {
  const { samples, contestants, concurrency } = setup;
  const lastAge = round * contestants.length + contestants.length - 1;
  const results: Record<string, Measurement> = {};
  for (const contestant of shuffled(contestants)) {
    results[contestant.name] = await measure(samples.length, concurrency, contestant.get);
    await checkRead(contestant, samples, lastAge);
  }
  return results;
}
