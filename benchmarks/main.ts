import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Client } from 'cassandra-driver';
import { installBenchmarkPackages } from './install';
import { type Outcome, type Plan, runBlocks } from './suite/blocks';
import { fit, resized } from './suite/budget';
import { chart } from './suite/chart';
import { makeData } from './suite/data';
import { fillTables } from './suite/fill-tables';
import { FOLDER } from './suite/folder';
import { measureLatencies } from './suite/latencies';
import type { Latency } from './suite/latency';
import { describeMachine } from './suite/machine';
import { markdown } from './suite/markdown';
import { type Opened, openContenders } from './suite/open-contenders';
import { pinTo, sharedCores } from './suite/pin';
import { measureProcesses, type ProcessFacts, type ProcessKind } from './suite/processes';
import { resultsJson } from './suite/results-json';
import type { Server } from './suite/server';
import { judge, summarize } from './suite/summary';
import { makeWorkloads, type Workload } from './suite/workloads';
import { LocalCassandra } from 'caspy/testing';

const KEYSPACE = 'caspy_benchmark';
const WARM_UP = 0.3;
const ROUGH = 200;
const FINE = 5_000;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    blocks: { type: 'string' },
    scan: { type: 'string' },
    large: { type: 'string' },
    only: { type: 'string' },
    output: { type: 'string' },
    pin: { type: 'boolean', default: false },
  },
});
const { quick } = values;
const minutes = Number(values.minutes ?? (quick ? 3 : 20));
const blocks = Number(values.blocks ?? (quick ? 5 : 20));
const scanRows = Number(values.scan ?? (quick ? 20_000 : 100_000));
const largeRows = Number(values.large ?? (quick ? 0 : 1_000_000));
const output = values.output ?? (quick ? join(FOLDER, 'dist/quick') : FOLDER);
const started = Date.now();
// A sixth of the time is for what comes after the blocks.
const deadline = started + minutes * 60_000 * (values.only === undefined ? 5 / 6 : 1);

async function main(): Promise<void> {
  installBenchmarkPackages();
  const cores = values.pin ? sharedCores() : undefined;
  // What is started inherits it.
  if (cores !== undefined) pinTo(cores.server);
  await using cassandra = await LocalCassandra.start({ onProgress: say });
  if (cores !== undefined) pinTo(cores.client);
  const { contactPoints, port, localDataCenter } = cassandra;
  const server: Server = { contactPoints, port, localDataCenter, keyspace: KEYSPACE };
  const sizes = { singles: 3_000, partitions: 8, pages: 20_000, bulk: 10_000, scan: scanRows, large: largeRows };
  const data = makeData(sizes);
  say('filling the tables');
  await fillTables(server, data, sizes, say);
  const opened = await openContenders(server, data, sizes);
  const notes = [...opened.notes];
  if (cores !== undefined) notes.push(pinNote(cores, cassandra.source));
  try {
    const base = { contenders: opened.contenders, data, client: opened.client, say };
    const workloads = await warmedUp(base);
    const report = new Results(opened.client, workloads, notes);
    const outcomes = await runBlocks({ ...base, workloads, blocks, deadline, save: (all) => report.save(all) });
    if (values.only === undefined) await rest(server, opened, report, outcomes);
    say('intervals');
    await report.save(outcomes, FINE);
    say(`written to ${output}`);
  } finally {
    await opened.close();
  }
}

/** A block that does not count: it warms up the code, and says what fits into the time. */
async function warmedUp(base: Omit<Plan, 'workloads' | 'blocks' | 'deadline' | 'save'>): Promise<readonly Workload[]> {
  const all = makeWorkloads(scanRows, largeRows);
  const asked = all.filter(({ id }) => values.only === undefined || values.only.split(',').includes(id));
  const small = resized(
    asked.filter(({ id }) => id !== 'W4-large'),
    WARM_UP,
  );
  say('warm-up');
  const start = performance.now();
  const outcomes = await runBlocks({ ...base, workloads: small, blocks: 1, deadline, save: () => Promise.resolve() });
  for (const { workload, contender, failure } of outcomes) {
    if (failure !== undefined) say(`${workload}, ${contender}: ${failure}`);
  }
  const warmUp = { outcomes, milliseconds: performance.now() - start, share: WARM_UP };
  const fitted = fit(asked, warmUp, { blocks, milliseconds: deadline - Date.now() });
  const share = shareOf(fitted, asked);
  say(`workloads at ${Math.round(share * 100)} % of their sizes fit into the time`);
  return quick ? resized(asked, Math.min(WARM_UP, share)) : fitted;
}

function shareOf(fitted: readonly Workload[], asked: readonly Workload[]): number {
  const index = asked.findIndex(({ isFixed }) => isFixed !== true);
  return index === -1 ? 1 : fitted[index]!.count / asked[index]!.count;
}

async function rest(
  server: Server,
  { contenders }: Opened,
  report: Results,
  outcomes: readonly Outcome[],
): Promise<void> {
  say('latencies at fixed rates');
  report.latencies = await measureLatencies(
    contenders,
    summarize(report.workloads, outcomes, ROUGH),
    quick ? 1_000 : 4_000,
    say,
  );
  await report.save(outcomes);
  say('start and memory');
  const kinds: ProcessKind[] = ['driver', 'caspy'];
  if (contenders.some(({ name }) => name === 'caspy, fast decode')) kinds.push('fast');
  const table = largeRows > 0 ? 'bench_scan_large' : 'bench_scan';
  report.processes = await measureProcesses({
    server,
    kinds,
    starts: quick || Date.now() > started + minutes * 60_000 ? 3 : 7,
    table,
  });
  await report.save(outcomes);
}

/** Writes what is known so far, after each step. */
class Results {
  latencies: readonly Latency[] = [];
  processes: readonly ProcessFacts[] = [];
  readonly #client: Client;
  readonly workloads: readonly Workload[];
  readonly #notes: readonly string[];

  constructor(client: Client, workloads: readonly Workload[], notes: readonly string[]) {
    this.#client = client;
    this.workloads = workloads;
    this.#notes = notes;
  }

  /** Intervals of a run that goes on are rougher: those of hundreds of ratios take as long as a block. */
  async save(outcomes: readonly Outcome[], resamples = ROUGH): Promise<void> {
    const results = summarize(this.workloads, outcomes, resamples);
    const report = {
      machine: await describeMachine(this.#client),
      blocks: new Set(outcomes.map(({ block }) => block)).size,
      minutes: (Date.now() - started) / 60_000,
      notes: this.#notes,
      workloads: this.workloads,
      results,
      judged: judge(this.workloads, outcomes, resamples),
      latencies: this.latencies,
      processes: this.processes,
    };
    await mkdir(output, { recursive: true });
    await writeFile(join(output, 'results.json'), resultsJson(report, outcomes));
    await writeFile(join(output, 'results.svg'), chart(this.workloads, results));
    await writeFile(join(output, 'RESULTS.md'), markdown(report));
  }
}

function pinNote({ server, client }: { readonly server: string; readonly client: string }, source: string): string {
  return source === 'environment'
    ? `Clients on cores ${client}; Cassandra ran already, on whatever cores it was given.`
    : `Cassandra on cores ${server}, clients on cores ${client}.`;
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
