import { parseArgs } from 'node:util';
import type { Estimate } from './core/statistics';
import { measureChecks } from './validation/checks';
import { Ruled } from './validation/ruled.entity';
import { measureSaves, type SaveCost } from './validation/saves';
import { DataSource } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

const KEYSPACE = 'caspy_benchmark_validation';
const BAR = 1.1;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000' },
    blocks: { type: 'string', default: '21' },
    concurrency: { type: 'string', default: '32' },
  },
});

async function main(): Promise<void> {
  const { caspy, classValidator } = measureChecks();
  console.log(`check of an entity: caspy ${caspy.toFixed(1)} us, class-validator ${classValidator.toFixed(1)} us`);
  await using cassandra = await LocalCassandra.start();
  const { contactPoints, port, localDataCenter } = cassandra;
  await using dataSource = await new DataSource({
    contactPoints,
    port,
    localDataCenter,
    keyspace: KEYSPACE,
    entities: [Ruled],
    synchronize: true,
  }).initialize();
  try {
    await compare(dataSource);
  } finally {
    await dataSource.execute(`DROP KEYSPACE "${KEYSPACE}"`, [], { timeout: 60_000 });
  }
}

async function compare(dataSource: DataSource): Promise<void> {
  const rows = Number(values.rows);
  const blocks = Number(values.blocks);
  const concurrency = Number(values.concurrency);
  const costs = await measureSaves({ dataSource, rows, blocks, concurrency });
  const saved = await dataSource.getRepository(Ruled).count();
  if (saved !== rows) throw new Error(`${saved} rows are there, but ${rows} were saved.`);
  console.log(`save, ${concurrency} at a time, ${blocks} blocks of ${rows}, Node ${process.version}`);
  tell('no rules', costs.plain);
  tell('no rules, again', costs.control);
  tell('all but IsEmail', costs.withoutEmail);
  tell('twelve rules', costs.ruled);
  const isGood = costs.ruled.wall.median < BAR;
  console.log(`${isGood ? 'Within' : 'Above'} the bar: less than ${BAR.toFixed(2)} times a save without rules.`);
  if (!isGood) process.exitCode = 1;
}

function tell(name: string, { save, wall, cpu }: SaveCost): void {
  console.log(
    `  ${name.padEnd(16)} ${save.toFixed(1)} us, ratio on the clock ${told(wall)}, of the processor ${told(cpu)}`,
  );
}

function told({ median, low, high }: Estimate): string {
  return `${median.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
