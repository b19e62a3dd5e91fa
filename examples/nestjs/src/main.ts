import 'reflect-metadata';
import { createApp } from './create-app';
import { FLIGHT_FILES, type FlightFile } from './data/flights';
import { loadBoard } from './data/load-board';
import { progressLine } from './data/progress-line';
import { readSettings } from './settings';
import { CaspyError, DataSource } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? 3000);
  const cassandra = await LocalCassandra.start({ onProgress: say });
  const app = await createApp(readSettings(cassandra));
  await loadBoard(app.get(DataSource), flightFile(), progressLine('Flights'));
  await app.listen(port);
  stopOnSignal(async () => {
    // Answers what was accepted, then closes the data source, then ends.
    await app.close();
    await cassandra.stop();
  });
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  say(`The board is on ${url}, its API on ${url}/api/docs. Ctrl-C stops it.`);
}

function flightFile(): FlightFile {
  const wanted = process.env.BOARD_FLIGHTS ?? '20k';
  const file = FLIGHT_FILES.find((name) => name === wanted);
  if (file === undefined) throw new Error(`BOARD_FLIGHTS is one of ${FLIGHT_FILES.join(', ')}.`);
  return file;
}

function stopOnSignal(stop: () => Promise<void>): void {
  for (const [signal, leave] of Object.entries(beforeListening)) process.removeListener(signal, leave);
  const end = (): void => {
    stop().then(() => process.exit(0), fail);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

function fail(error: unknown): never {
  console.error('The board failed:', error instanceof CaspyError ? error.message : error);
  process.exit(1);
}

// An exit, unlike a signal, gives whatever runs beside this process the time to end with it.
const beforeListening = { SIGINT: () => process.exit(130), SIGTERM: () => process.exit(143) };
process.once('SIGINT', beforeListening.SIGINT);
process.once('SIGTERM', beforeListening.SIGTERM);

main().catch(fail);
