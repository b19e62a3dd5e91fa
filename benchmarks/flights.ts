import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FlightRecord } from './flights/flight-record.entity';
import { readFlights } from './flights/read-flights';
import { watchMemory } from './flights/watch-memory';
import { installBenchmarkPackages } from './install';
import { FOLDER } from './suite/folder';
import { DataSource } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

const KEYSPACE = 'caspy_flights';

const { values } = parseArgs({ options: { rows: { type: 'string' }, file: { type: 'string' } } });
const limit = values.rows === undefined ? Number.POSITIVE_INFINITY : Number(values.rows);
const file = values.file ?? join(FOLDER, '../node_modules/vega-datasets/data/flights-3m.parquet');

/** Three million flights out of a file into Cassandra and back: all of them, and in little memory. */
async function main(): Promise<void> {
  installBenchmarkPackages();
  await using cassandra = await LocalCassandra.start({ onProgress: say });
  const { contactPoints, port, localDataCenter } = cassandra;
  await using dataSource = await new DataSource({
    contactPoints,
    port,
    localDataCenter,
    keyspace: KEYSPACE,
    entities: [FlightRecord],
    synchronize: true,
  }).initialize();
  const flights = dataSource.getRepository(FlightRecord);
  await flights.clear();

  const sent = { rows: 0, sum: 0 };
  const loading = await watchMemory(async () => {
    const result = await flights.bulkSave(toEntities(), {
      onProgress: ({ written }) => process.stderr.write(`\r${written.toLocaleString('en')} written`),
    });
    if (result.written !== sent.rows) throw new Error(`${result.written} of ${sent.rows} flights were written.`);
  });
  say('');
  report('Loaded', sent.rows, loading);

  const found = { rows: 0, sum: 0 };
  const reading = await watchMemory(() =>
    flights.scan().forEachBatch((batch) => {
      for (const flight of batch) add(found, flight);
    }),
  );
  report('Scanned', found.rows, reading);
  if (found.rows !== sent.rows || found.sum !== sent.sum) {
    throw new Error(`The table holds ${found.rows} flights, checksum ${found.sum}, not ${sent.rows}, ${sent.sum}.`);
  }
  console.log(`Count and checksum agree: ${found.rows.toLocaleString('en')} flights, ${found.sum}.`);

  async function* toEntities(): AsyncGenerator<FlightRecord> {
    for await (const values of readFlights(pathToFileURL(file), limit)) {
      const flight = flights.create(values);
      add(sent, flight);
      yield flight;
    }
  }
}

/** Sums of whole numbers in any order; far below the numbers at which a sum would lose digits. */
function add(total: { rows: number; sum: number }, { number, delay, distance }: FlightRecord): void {
  total.rows += 1;
  total.sum += (number % 9_973) * 7 + delay * 3 + distance;
}

function report(
  what: string,
  rows: number,
  { milliseconds, before, highest }: Awaited<ReturnType<typeof watchMemory>>,
): void {
  const rate = Math.round((rows / milliseconds) * 1_000).toLocaleString('en');
  console.log(
    `${what} ${rows.toLocaleString('en')} flights in ${(milliseconds / 1_000).toFixed(1)} s, ${rate} a second; ` +
      `resident memory ${before} MB before, ${highest} MB at its highest.`,
  );
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
