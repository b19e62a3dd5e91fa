import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Client } from 'cassandra-driver';
import { caspyContestant } from './core/caspy-contestant';
import { driverClient, driverContestant } from './core/driver-contestant';
import { BAR, formatReport, isWithinBar, NAMES, summarize } from './core/report';
import { type Round, runRound, type Setup } from './core/rounds';
import { Sample } from './core/sample.entity';
import { makeSamples } from './core/samples';
import { DataSource } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

const KEYSPACE = 'caspy_benchmark';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000' },
    concurrency: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '15' },
    warmup: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});

async function main(): Promise<void> {
  await using cassandra = await LocalCassandra.start({ onProgress: say });
  const { contactPoints, port, localDataCenter } = cassandra;
  const server = { contactPoints, port, localDataCenter };
  await using dataSource = await new DataSource({
    ...server,
    keyspace: KEYSPACE,
    entities: [Sample],
    synchronize: true,
  }).initialize();
  const client = driverClient(server);
  try {
    await client.connect();
    await compare(dataSource, client);
  } finally {
    await client.shutdown();
  }
}

async function compare(dataSource: DataSource, client: Client): Promise<void> {
  await dataSource.getRepository(Sample).clear();
  const samples = makeSamples(Number(values.rows));
  const contestants = [
    caspyContestant(dataSource, samples),
    driverContestant(NAMES.driver, client, KEYSPACE, samples),
    driverContestant(NAMES.control, client, KEYSPACE, samples),
  ];
  const setup: Setup = { client, keyspace: KEYSPACE, samples, contestants, concurrency: Number(values.concurrency) };
  const warmup = Number(values.warmup);
  const rounds: Round[] = [];
  for (let round = 0; round < warmup + Number(values.rounds); round += 1) {
    say(round < warmup ? `warm-up ${round + 1} of ${warmup}` : `round ${round - warmup + 1} of ${values.rounds}`);
    const measured = await runRound(setup, round);
    if (round >= warmup) rounds.push(measured);
  }
  await report(rounds);
}

async function report(rounds: readonly Round[]): Promise<void> {
  const lines = summarize(rounds);
  const { rows, concurrency } = values;
  console.log(`${rows} rows, ${concurrency} at a time, ${rounds.length} rounds, Node ${process.version}`);
  console.log(formatReport(lines));
  const isGood = isWithinBar(lines);
  console.log(
    `${isGood ? 'Within' : 'Above'} the bar: at most ${BAR.toFixed(2)} times the driver's time on the clock.`,
  );
  if (values.json !== undefined) {
    const settings = { rows: Number(rows), concurrency: Number(concurrency), node: process.version, bar: BAR };
    await writeFile(values.json, `${JSON.stringify({ settings, isWithinBar: isGood, lines, rounds }, null, 2)}\n`);
  }
  if (!isGood) process.exitCode = 1;
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
