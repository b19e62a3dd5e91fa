import { DelayedFlight } from '../entities/delayed-flight.entity';
import { Flight } from '../entities/flight.entity';
import { saveAll } from './save-all';
import { readVegaFile } from './vega-file';
import type { DataSource } from 'caspy';

/** One item of flights-20k.json; `date` is local time, such as `2001/01/01 00:47`. */
interface FlightRecord {
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

/** Loads the flights into both of their tables, and answers how many there are. */
export async function loadFlights(dataSource: DataSource): Promise<number> {
  const flights = dataSource.getRepository(Flight);
  const delayedFlights = dataSource.getRepository(DelayedFlight);
  // The file is part of a package of a fixed version.
  const records = JSON.parse(await readVegaFile('flights-20k.json')) as FlightRecord[];
  const rows = withKeys(records);
  await saveAll(
    'flights',
    flights,
    rows.map((row) => flights.create(row)),
  );
  await saveAll(
    'flights by delay',
    delayedFlights,
    rows.map((row) => delayedFlights.create(row)),
  );
  return rows.length;
}

/** Splits the date into the key's columns, and counts the flights that would have the same key. */
function withKeys(records: readonly FlightRecord[]) {
  const seen = new Map<string, number>();
  return records.map(({ date, origin, destination, delay, distance }) => {
    const day = date.slice(0, 10).replaceAll('/', '-');
    const departure = date.slice(11);
    const key = [origin, day, departure, destination].join(' ');
    const sequence = (seen.get(key) ?? 0) + 1;
    seen.set(key, sequence);
    return { origin, day, departure, destination, sequence, delay, distance };
  });
}
