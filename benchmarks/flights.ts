import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FlightRecord } from './flights/flight-record.entity';
import { openFlights } from './flights/read-flights';
import { type Watched, watchMemory } from './flights/watch-memory';
import { installBenchmarkPackages } from './install';
import { FOLDER } from './suite/folder';
import { DataSource, type Repository } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

const KEYSPACE = 'caspy_flights';
const BAR = 200;
const EVERY = 5_000;

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    file: { type: 'string' },
    minutes: { type: 'string' },
    'fast-decode': { type: 'boolean', default: false },
  },
});
const limit = values.rows === undefined ? Number.POSITIVE_INFINITY : Number(values.rows);
const file = values.file ?? join(FOLDER, '../node_modules/vega-datasets/data/flights-3m.parquet');
const minutes = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes);

interface Total {
  rows: number;
  sum: number;
}

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
    ...(values['fast-decode'] ? { fastDecode: true } : {}),
  }).initialize();
  const flights = dataSource.getRepository(FlightRecord);
  await flights.clear();
  const sent = await loadAll(flights);
  const found = await scanAll(flights, sent.rows);
  if (found.rows !== sent.rows || found.sum !== sent.sum) {
    throw new Error(`The table holds ${found.rows} flights, checksum ${found.sum}, not ${sent.rows}, ${sent.sum}.`);
  }
  console.log(`Count and checksum agree: ${told(found.rows)} flights, ${found.sum}.`);
}

async function loadAll(flights: Repository<FlightRecord>): Promise<Total> {
  const sent: Total = { rows: 0, sum: 0 };
  const { count, rows } = await openFlights(pathToFileURL(file), limit);
  // Half of the time is for reading them back.
  const deadline = performance.now() + (minutes * 60_000) / 2;
  const progress = watchProgress('written', count);
  const loading = await watchMemory(
    () => sent.rows,
    async () => {
      const { written } = await flights.bulkSave(toEntities(), { onProgress: ({ written: done }) => progress(done) });
      if (written !== sent.rows) throw new Error(`${written} of ${sent.rows} flights were written.`);
    },
  );
  say('');
  report('Loaded', sent.rows, loading);
  if (sent.rows < count) console.log(`The time was up: ${told(sent.rows)} of ${told(count)} flights were loaded.`);
  return sent;

  async function* toEntities(): AsyncGenerator<FlightRecord> {
    for await (const row of rows) {
      if (performance.now() > deadline) return;
      const flight = flights.create(row);
      add(sent, flight);
      yield flight;
    }
  }
}

async function scanAll(flights: Repository<FlightRecord>, count: number): Promise<Total> {
  const found: Total = { rows: 0, sum: 0 };
  const progress = watchProgress('read', count);
  const reading = await watchMemory(
    () => found.rows,
    () =>
      flights.scan().forEachBatch((batch) => {
        for (const flight of batch) add(found, flight);
        progress(found.rows);
      }),
  );
  say('');
  report('Scanned', found.rows, reading);
  return found;
}

/** Sums of whole numbers in any order; far below the numbers at which a sum would lose digits. */
function add(total: Total, { number, delay, distance }: FlightRecord): void {
  total.rows += 1;
  total.sum += (number % 9_973) * 7 + delay * 3 + distance;
}

/** A line every five seconds: how many rows, how fast, and how long it will take. */
function watchProgress(what: string, count: number): (done: number) => void {
  const start = performance.now();
  let next = start + EVERY;
  return (done) => {
    const now = performance.now();
    if (now < next) return;
    next = now + EVERY;
    const rate = (done / (now - start)) * 1_000;
    const left = Math.ceil((count - done) / rate);
    say(`${told(done)} of ${told(count)} ${what}, ${told(rate)} a second, ${left} s to go`);
  };
}

function report(what: string, rows: number, watched: Watched): void {
  const { milliseconds, before, highest, slope, tenths } = watched;
  const seconds = (milliseconds / 1_000).toFixed(1);
  console.log(`${what} ${told(rows)} flights in ${seconds} s, ${told((rows / milliseconds) * 1_000)} a second.`);
  console.log(
    `  Resident memory ${before} MB before, ${highest} MB at its highest (${highest < BAR ? 'under' : 'not under'} ${BAR}); ` +
      `in the second half it changes by ${slope.toFixed(1)} MB for a million rows. By tenths of the rows: ${tenths.join(' ')}.`,
  );
}

function told(count: number): string {
  return Math.round(count).toLocaleString('en');
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
