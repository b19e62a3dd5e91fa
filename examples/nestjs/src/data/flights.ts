import { readVegaFile } from './vega-file';

/** Files with flights of the first quarter of 2001, by their size. */
export const FLIGHT_FILES = ['2k', '5k', '10k', '20k'] as const;
export type FlightFile = (typeof FLIGHT_FILES)[number];

/** One item of the file; `date` is local time, such as `2001/01/01 00:47`. */
interface FlightRecord {
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

/** The flights of a file with keys of their own. */
export async function readFlights(file: FlightFile) {
  // The file is part of a package of a fixed version.
  return withKeys(JSON.parse(await readVegaFile(`flights-${file}.json`)) as FlightRecord[]);
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
