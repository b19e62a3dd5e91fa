import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caspySide, driverSide, type Side, type Work, WORKS } from './client/contestants';
import { quickQuarter } from './client/quick-quarter';
import { type Estimate, shuffled } from './core/statistics';
import { driverClient } from './suite/contenders/driver';
import { FOLDER } from './suite/folder';
import { openDataSource } from './suite/open-data-source';
import type { Server } from './suite/server';

/** A ratio whose whole interval lies more than this above the committed one fails the gate. */
const TOLERANCE = 1.1;
const WARM_UP = 5;
/** With fewer pairs nothing is judged: the machine was busy. */
const FEWEST = 25;
const BASELINE = join(FOLDER, 'client-baseline.json');

const { values } = parseArgs({
  options: {
    gate: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '40' },
  },
});

interface Ratios {
  readonly pairs: number;
  readonly of: Readonly<Record<Work, Estimate>>;
}

/** What caspy costs the client's processors beside the driver, with a server that costs nothing here. */
async function main(): Promise<void> {
  const child = spawn(process.execPath, [join(__dirname, 'client/server.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const ratios = await compare(await portOf(child));
    const isGood = await report(ratios);
    if (values.update) await writeFile(BASELINE, `${JSON.stringify(medians(ratios), null, 2)}\n`);
    if (values.gate && !isGood) process.exitCode = 1;
  } finally {
    child.stdin.end();
  }
}

async function portOf({ stdout }: ChildProcess): Promise<number> {
  const [line] = (await once(stdout!, 'data')) as [Buffer];
  return Number(line.toString());
}

async function compare(port: number): Promise<Ratios> {
  const server: Server = { contactPoints: ['127.0.0.1'], port, localDataCenter: 'datacenter1', keyspace: 'ks' };
  const client = driverClient(server);
  await client.connect();
  await using plain = await openDataSource(server);
  await using fast = await openDataSource(server, { fastDecode: true });
  try {
    const { active, reason } = fast.metrics().fastDecode;
    if (!active) throw new Error(`Fast decoding is not active: ${reason ?? 'no reason given'}`);
    return await pairs(caspySide(plain, fast), driverSide(client));
  } finally {
    await client.shutdown();
  }
}

/** Pair after pair until the time is up; who goes first is drawn anew for each. */
async function pairs(caspy: Side, driver: Side): Promise<Ratios> {
  const costs = new Map(WORKS.map((work) => [work, { caspy: [] as number[], driver: [] as number[] }]));
  const end = performance.now() + Number(values.seconds) * 1_000;
  for (let round = 0; round < WARM_UP || performance.now() < end; round += 1) {
    for (const work of shuffled(WORKS)) {
      for (const name of shuffled(['caspy', 'driver'] as const)) {
        const { cpu } = await (name === 'caspy' ? caspy : driver)(work);
        if (round >= WARM_UP) costs.get(work)![name].push(cpu);
      }
    }
  }
  const ratioOf = (work: Work): Estimate => quickQuarter(costs.get(work)!.caspy, costs.get(work)!.driver);
  const of = Object.fromEntries(WORKS.map((work) => [work, ratioOf(work)])) as Ratios['of'];
  return { pairs: costs.get('save')!.caspy.length, of };
}

/** Says what was found, and answers false only when a ratio lies clearly above its baseline. */
async function report({ pairs, of }: Ratios): Promise<boolean> {
  const baseline = JSON.parse(await readFile(BASELINE, 'utf8').catch(() => '{}')) as Partial<Record<Work, number>>;
  console.log('CPU time of the client, as a multiple of the raw driver; the server is a fake in a process of its own.');
  const isJudged = pairs >= FEWEST;
  let isGood = true;
  for (const work of WORKS) {
    const { median, low, high } = of[work];
    const base = baseline[work];
    const isAbove = base !== undefined && low > base * TOLERANCE;
    if (isAbove && isJudged) isGood = false;
    const judged =
      base === undefined ? 'no baseline' : `baseline ${base.toFixed(2)}${isAbove ? ', more than 10 % above it' : ''}`;
    console.log(`  ${work.padEnd(24)} ${median.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), ${judged}`);
  }
  console.log(isJudged ? `${pairs} pairs.` : `${pairs} pairs only, so nothing is judged: the machine was busy.`);
  return isGood;
}

function medians({ of }: Ratios): Record<string, number> {
  return Object.fromEntries(WORKS.map((work) => [work, Number(of[work].median.toFixed(3))]));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
