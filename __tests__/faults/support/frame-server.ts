import { FakeCassandra, type FakeBehaviour } from '../../support/fake-cassandra';
import { Fragile, Item, Line, Notes, Tally, Versioned } from './models';
import { DataSource, type DataSourceOptions } from 'caspy';

/** A server that lies at frame level, and a data source on it. */
export interface FrameServer extends AsyncDisposable {
  readonly fake: FakeCassandra;
  readonly dataSource: DataSource;
}

/** Starts both; the data source is initialized unless `connect` is false. */
export async function frameServer(
  behaviour: FakeBehaviour,
  options: Partial<DataSourceOptions> = {},
  connect = true,
): Promise<FrameServer> {
  const fake = await FakeCassandra.start(behaviour);
  const dataSource = new DataSource({
    contactPoints: ['127.0.0.1'],
    localDataCenter: 'datacenter1',
    port: fake.port,
    entities: [Item, Line, Tally, Notes, Fragile, Versioned],
    logging: false,
    ...options,
  });
  const dispose = async (): Promise<void> => {
    await dataSource.destroy();
    await fake.stop();
  };
  if (connect) {
    await dataSource.initialize().catch(async (error: unknown) => {
      await dispose();
      throw error;
    });
  }
  return { fake, dataSource, [Symbol.asyncDispose]: dispose };
}

/** Connections of a data source to all nodes, and the requests that the driver still waits for on them. */
export function connectionsOf(dataSource: DataSource): { connections: number; inFlight: number } {
  const hosts = Object.values(dataSource.metrics().hosts);
  return {
    connections: hosts.reduce((total, { connections }) => total + connections, 0),
    inFlight: hosts.reduce((total, { inFlight }) => total + inFlight, 0),
  };
}
