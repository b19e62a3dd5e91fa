import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installBenchmarkPackages } from './install';
import { type Outcome, runBlocks } from './suite/blocks';
import { chart } from './suite/chart';
import { makeData } from './suite/data';
import { fillTables } from './suite/fill-tables';
import { FOLDER } from './suite/folder';
import { measureLatencies } from './suite/latencies';
import type { Latency } from './suite/latency';
import { describeMachine } from './suite/machine';
import { markdown } from './suite/markdown';
import { openContenders } from './suite/open-contenders';
import { measureProcesses, type ProcessFacts, type ProcessKind } from './suite/processes';
import type { Server } from './suite/server';
import { summarize } from './suite/summary';
import { makeWorkloads } from './suite/workloads';
import { LocalCassandra } from 'caspy/testing';

const KEYSPACE = 'caspy_benchmark';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    blocks: { type: 'string' },
    scan: { type: 'string' },
    only: { type: 'string' },
    output: { type: 'string' },
  },
});
const { quick } = values;
const minutes = Number(values.minutes ?? (quick ? 3 : 13));
const blocks = Number(values.blocks ?? (quick ? 5 : 20));
const scanRows = Number(values.scan ?? (quick ? 20_000 : 100_000));
const output = values.output ?? (quick ? join(FOLDER, 'dist/quick') : FOLDER);

async function main(): Promise<void> {
  const started = Date.now();
  installBenchmarkPackages();
  await using cassandra = await LocalCassandra.start({ onProgress: say });
  const { contactPoints, port, localDataCenter } = cassandra;
  const server: Server = { contactPoints, port, localDataCenter, keyspace: KEYSPACE };
  const sizes = { singles: 3_000, partitions: 8, pages: 20_000, bulk: quick ? 3_000 : 10_000, scan: scanRows };
  const data = makeData(sizes);
  say('filling the tables');
  await fillTables(server, data, sizes);
  const { contenders, notes, client, close } = await openContenders(server, data, sizes);
  try {
    const all = makeWorkloads(quick ? 0.3 : 1, scanRows);
    const workloads = all.filter(({ id }) => values.only === undefined || values.only.split(',').includes(id));
    let latencies: readonly Latency[] = [];
    let processes: readonly ProcessFacts[] = [];
    const save = async (outcomes: readonly Outcome[]): Promise<void> => {
      const machine = await describeMachine(client);
      const results = summarize(workloads, outcomes);
      const done = new Set(outcomes.map(({ block }) => block)).size;
      const report = {
        machine,
        blocks: done,
        minutes: (Date.now() - started) / 60_000,
        notes,
        workloads,
        results,
        latencies,
        processes,
      };
      await mkdir(output, { recursive: true });
      await writeFile(join(output, 'results.json'), `${JSON.stringify({ ...report, outcomes }, null, 1)}\n`);
      await writeFile(join(output, 'results.svg'), chart(workloads, results));
      await writeFile(join(output, 'RESULTS.md'), markdown(report));
    };
    // A fifth of the time is for what comes after the blocks.
    const deadline = started + minutes * 60_000 * 0.8;
    const outcomes = await runBlocks({ contenders, workloads, blocks, deadline, say, save });
    if (values.only === undefined) {
      say('latencies at fixed rates');
      latencies = await measureLatencies(contenders, summarize(workloads, outcomes), quick ? 1_000 : 4_000);
      await save(outcomes);
      say('start and memory');
      const kinds: ProcessKind[] = ['driver', 'caspy'];
      if (contenders.some(({ name }) => name === 'caspy, fast decode')) kinds.push('fast');
      processes = await measureProcesses(server, kinds, quick ? 3 : 7);
      await save(outcomes);
    }
    say(`written to ${output}`);
  } finally {
    await close();
  }
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
