import { ask, askInVain, tell } from './ask';
import { Airport } from './entities/airport.entity';
import { DelayedFlight } from './entities/delayed-flight.entity';
import { Flight } from './entities/flight.entity';
import { formatCount, print } from './terminal/output';
import { printTable } from './terminal/table';
import type { DataSource } from 'caspy';
import { MoreThan, MoreThanOrEqual } from 'caspy';

const origin = 'ORD';
const day = '2001-03-09';

/** Questions to the flights, each with its code, its plan and its answer. */
export async function askQuestions(dataSource: DataSource): Promise<void> {
  print(`\nIn the code below, origin is '${origin}' and day is '${day}'.`);
  await askByKey(dataSource);
  await askByIndex(dataSource);
  await countFlights(dataSource);
  await turnPages(dataSource);
  await readEverything(dataSource);
  await askTooMuch(dataSource);
}

async function askByKey(dataSource: DataSource): Promise<void> {
  const airports = dataSource.getRepository(Airport);
  const flights = dataSource.getRepository(Flight);
  const delayedFlights = dataSource.getRepository(DelayedFlight);
  await ask('Which airport is that? The whole key names one row.', () =>
    airports.filter({ iata: origin }).select('iata', 'name', 'city', 'state'),
  );
  await ask('Which flights left first that day? A partition is stored in order of time.', () =>
    flights.filter({ origin, day }).select('departure', 'destination', 'delay', 'distance').limit(6),
  );
  await ask('Which left last? A range of the first clustering column, read backwards.', () =>
    flights
      .filter({ origin, day, departure: MoreThanOrEqual('17:00') })
      .orderBy('departure', 'DESC')
      .select('departure', 'destination', 'delay')
      .limit(4),
  );
  await ask('Which were the most delayed that day? That order has a table of its own.', () =>
    delayedFlights.filter({ day }).select('delay', 'origin', 'departure', 'destination').limit(5),
  );
}

async function askByIndex(dataSource: DataSource): Promise<void> {
  const flights = dataSource.getRepository(Flight);
  await ask('Which were over seven hours late, on any day? An index finds them.', () =>
    flights
      .filter({ delay: MoreThan(420) })
      .select('delay', 'origin', 'day', 'destination')
      .limit(5),
  );
  await ask('Which to Honolulu were over an hour late? Cassandra joins two indexes.', () =>
    flights
      .filter({ destination: 'HNL', delay: MoreThan(60) })
      .select('origin', 'day', 'departure', 'delay')
      .limit(5),
  );
}

async function askTooMuch(dataSource: DataSource): Promise<void> {
  const flights = dataSource.getRepository(Flight);
  await askInVain('Which flights were longer than 4,000 miles?', () => flights.findBy({ distance: MoreThan(4_000) }));
  await askInVain('Which flights ever left from there?', () => flights.findBy({ origin }));
}

async function countFlights(dataSource: DataSource): Promise<void> {
  const flights = dataSource.getRepository(Flight);
  const ofDay = await tell('How many flights left that day?', () => flights.countBy({ origin, day }));
  print(`  ${formatCount(ofDay)} flights`);
  const all = await tell('How many flights are there? Cassandra reads the whole table for that.', () =>
    flights.count(),
  );
  print(`  ${formatCount(all)} flights`);
}

async function turnPages(dataSource: DataSource): Promise<void> {
  const flights = dataSource.getRepository(Flight);
  const { items, next } = await tell('Page by page: what would a web page show first?', () =>
    flights.findPage({ where: { origin, day }, size: 4 }),
  );
  printTable(items);
  print(`\n  next: ${next}`);
  const second = await tell('And what comes next? The token holds for this query only.', () =>
    flights.findPage({ where: { origin, day }, size: 4, after: next }),
  );
  printTable(second.items);
}

async function readEverything(dataSource: DataSource): Promise<void> {
  const flights = dataSource.getRepository(Flight);
  const miles = await tell('How far did they all fly? Rows come one by one, a page ahead of the loop.', async () => {
    let sum = 0;
    for await (const { distance } of flights.all().select('distance')) {
      sum += distance;
    }
    return sum;
  });
  print(`  ${formatCount(miles)} miles`);
}
