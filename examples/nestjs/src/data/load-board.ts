import { Airport } from '../airports/airport.entity';
import { Flight } from '../flights/flight.entity';
import { airportsOf } from './airports';
import { readFlights, type FlightFile } from './flights';
import type { Progress } from './progress-line';
import type { DataSource } from 'caspy';

/**
 * Loads airports and flights, unless they are there already, and answers how many flights were written.
 *
 * @throws Error when the table then holds fewer flights than the file: two had the same key.
 */
export async function loadBoard(dataSource: DataSource, file: FlightFile, progress: Progress): Promise<number> {
  const flights = dataSource.getRepository(Flight);
  const rows = await readFlights(file);
  if ((await flights.count()) >= rows.length) return 0;
  const airports = dataSource.getRepository(Airport);
  const { written } = await flights.bulkSave(
    rows.map((row) => flights.create(row)),
    { onProgress: (counts) => progress.show(counts.written, rows.length, counts.rowsPerSecond) },
  );
  progress.end();
  await airports.bulkSave((await airportsOf(rows)).map((row) => airports.create(row)));
  const stored = await flights.count();
  if (stored < rows.length) throw new Error(`Of ${rows.length} flights the table holds ${stored}.`);
  return written;
}
