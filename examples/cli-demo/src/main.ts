import { liveOneLife } from './active-record';
import { startCassandra } from './cassandra';
import { runCommands } from './commands';
import { connect, keyspace } from './data-source';
import { loadAirports } from './load/airports';
import { loadFlights } from './load/flights';
import { loadPeople } from './load/people';
import { askQuestions } from './questions';
import { formatCount, formatSeconds, paint, print, printChapter, printDone } from './terminal/output';
import { printFacts } from './terminal/table';
import { CaspyError } from 'caspy';

async function main(): Promise<void> {
  const start = performance.now();
  printChapter('1. A Cassandra');
  await using cassandra = await startCassandra();
  await using dataSource = await connect(cassandra);
  printDone(`Keyspace ${keyspace} is there, with ${dataSource.entityMetadatas.length} tables`);

  printChapter('2. Data');
  const loadStart = performance.now();
  const airports = await loadAirports(dataSource);
  const flights = await loadFlights(dataSource);
  await loadPeople(dataSource);
  const loadTime = performance.now() - loadStart;
  printDone('Every table holds as many rows as were saved');

  printChapter('3. Questions');
  await askQuestions(dataSource);
  printChapter('4. Entities that save themselves');
  await liveOneLife();
  printChapter('5. The command');
  const commands = await runCommands(cassandra);

  printChapter('6. Summary');
  const rows = airports + 2 * flights;
  print();
  printFacts({
    airports: formatCount(airports),
    flights: `${formatCount(flights)}, in two tables`,
    saved: `${formatCount(rows)} rows in ${formatSeconds(loadTime)}, ${formatCount(Math.round((1000 * rows) / loadTime))} a second`,
    commands: formatCount(commands),
    'all of it': formatSeconds(performance.now() - start),
  });
}

// An exit, unlike a signal, gives whatever runs beside this process the time to end with it.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().catch((error: unknown) => {
  const shown = error instanceof CaspyError ? error.message : error;
  console.error(paint.red('The demo failed:'), shown);
  process.exitCode = 1;
});
