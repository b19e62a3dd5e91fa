import { Injectable } from '@nestjs/common';
import { Airport } from './airport.entity';
import type { Repository } from 'caspy';
import { InjectRepository } from 'caspy/nestjs';

const COUNTRY = 'USA';

/** What is known about airports. */
@Injectable()
export class AirportsService {
  constructor(@InjectRepository(Airport) private readonly airports: Repository<Airport>) {}

  /** All of them, by city. */
  async list(): Promise<Airport[]> {
    const airports = await this.airports.findBy({ country: COUNTRY });
    return airports.toSorted((a, b) => a.city.localeCompare(b.city) || a.iata.localeCompare(b.iata));
  }

  /** @throws EntityNotFoundError, which the filter answers with 404 */
  get(iata: string): Promise<Airport> {
    return this.airports.getOrFail({ country: COUNTRY, iata });
  }
}
