import { parse } from 'csv-parse/sync';
import { Airport } from '../entities/airport.entity';
import { saveAll } from './save-all';
import { readVegaFile } from './vega-file';
import type { DataSource } from 'caspy';

/** A line of airports.csv; `NA` stands for what is not known. */
type AirportRecord = Readonly<
  Record<'iata' | 'name' | 'city' | 'state' | 'country' | 'latitude' | 'longitude', string>
>;

/** Loads the airports, and answers how many there are. */
export async function loadAirports(dataSource: DataSource): Promise<number> {
  const airports = dataSource.getRepository(Airport);
  // The file's first line names the columns.
  const records: AirportRecord[] = parse(await readVegaFile('airports.csv'), { columns: true });
  const entities = records.map(({ iata, name, city, state, country, latitude, longitude }) => {
    const airport = airports.create({ iata, name, country, latitude: Number(latitude), longitude: Number(longitude) });
    // What stays undefined is not written; null would be written, as a tombstone.
    if (city !== 'NA') airport.city = city;
    if (state !== 'NA') airport.state = state;
    return airport;
  });
  await saveAll('airports', airports, entities);
  return entities.length;
}
