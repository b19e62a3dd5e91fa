import { parse } from 'csv-parse/sync';
import { readVegaFile } from './vega-file';

/** A line of airports.csv. */
type AirportRecord = Readonly<Record<'iata' | 'name' | 'city' | 'state' | 'country', string>>;

/** The airports that flights leave from or arrive at, with the number of departures. */
export async function airportsOf(flights: readonly { readonly origin: string; readonly destination: string }[]) {
  const departures = new Map<string, number>();
  for (const { origin, destination } of flights) {
    departures.set(origin, (departures.get(origin) ?? 0) + 1);
    departures.set(destination, departures.get(destination) ?? 0);
  }
  // The file's first line names the columns.
  const records: AirportRecord[] = parse(await readVegaFile('airports.csv'), { columns: true });
  return records
    .filter(({ iata }) => departures.has(iata))
    .map(({ iata, name, city, state, country }) => {
      // A few airports have no city in the file.
      const place = city === 'NA' ? name : city;
      return { iata, name, city: place, state, country, departures: departures.get(iata) ?? 0 };
    });
}
