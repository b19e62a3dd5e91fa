import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import type { BoardQuery, DelaysQuery, FlightChange, FlightKey, NewFlight } from './flight.dto';
import { Flight } from './flight.entity';
import type { Page, Repository, WriteResult } from 'caspy';
import { MoreThanOrEqual } from 'caspy';
import { InjectRepository } from 'caspy/nestjs';

/** More of a day's delays than this are not looked at. */
const MOST_DELAYS = 500;

/** What the board asks and tells Cassandra. */
@Injectable()
export class FlightsService {
  constructor(@InjectRepository(Flight) private readonly flights: Repository<Flight>) {}

  /** A page of a board: one partition, or the part of it from a time on. */
  page(origin: string, { day, from, size, after }: BoardQuery): Promise<Page<Flight>> {
    const where = from === undefined ? { origin, day } : { origin, day, departure: MoreThanOrEqual(from) };
    return this.flights.findPage({ where, size, after });
  }

  /** A whole board. */
  board(origin: string, day: string): Promise<Flight[]> {
    return this.flights.findBy({ origin, day });
  }

  /** The worst delays of a day anywhere. Two indexes find them; they are few, so they are sorted here. */
  async delays({ day, minimum, limit }: DelaysQuery): Promise<Flight[]> {
    const delay = MoreThanOrEqual(minimum);
    const found = await this.flights.find({ where: { day, delay }, limit: MOST_DELAYS });
    return found.toSorted((a, b) => b.delay - a.delay).slice(0, limit);
  }

  /** @throws EntityNotFoundError, which the filter answers with 404 */
  get(key: FlightKey): Promise<Flight> {
    return this.flights.getOrFail({ ...key });
  }

  /** @throws ConflictException when there is such a flight */
  async add(flight: NewFlight): Promise<Flight> {
    const result = await this.flights.insert(this.flights.create(flight), { ifNotExists: true });
    if (!result.applied) throw new ConflictException('There is such a flight. Give this one the next sequence.');
    const { origin, day, departure, destination, sequence } = flight;
    return this.get({ origin, day, departure, destination, sequence });
  }

  /**
   * Never makes a flight, as a plain UPDATE of Cassandra would: it is conditional.
   *
   * @throws NotFoundException, or ConflictException when the delay is no longer the expected one
   */
  async change(key: FlightKey, { delay, status, expectedDelay }: FlightChange): Promise<Flight> {
    const condition = expectedDelay === undefined ? { ifExists: true as const } : { if: { delay: expectedDelay } };
    // What is undefined is not written.
    const result = await this.flights.update({ ...key }, { delay, status }, condition);
    if (!result.applied) refuse(result);
    return this.get(key);
  }
}

function refuse({ existing }: Extract<WriteResult<Flight>, { applied: false }>): never {
  if (existing?.delay === undefined) throw new NotFoundException('There is no such flight.');
  throw new ConflictException(`Its delay is ${existing.delay} minutes by now. Look again.`);
}
