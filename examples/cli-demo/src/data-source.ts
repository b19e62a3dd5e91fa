import { Airport } from './entities/airport.entity';
import { DelayedFlight } from './entities/delayed-flight.entity';
import { Flight } from './entities/flight.entity';
import { Post } from './entities/post.entity';
import { User } from './entities/user.entity';
import { DataSource } from 'caspy';
import type { LocalCassandra } from 'caspy/testing';

export const keyspace = process.env.CASPY_KEYSPACE ?? 'caspy_demo';

/** Connects, and creates the keyspace and the tables that are not there yet. */
export function connect({ contactPoints, port, localDataCenter }: LocalCassandra): Promise<DataSource> {
  return new DataSource({
    contactPoints,
    port,
    localDataCenter,
    keyspace,
    entities: [Airport, DelayedFlight, Flight, Post, User],
    synchronize: true,
  }).initialize();
}
