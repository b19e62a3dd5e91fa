import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { createDataSource } from './data-source';
import { Metrics } from './metrics';
import type { DataSourceOptions } from 'caspy';
import type { DataSourceServer } from 'caspy/express';
import { withDataSource } from 'caspy/express';

/** A server that runs. */
export interface Serving {
  readonly server: DataSourceServer;
  readonly address: AddressInfo;
}

/** Connects and listens. It ends on SIGTERM, on SIGINT and by `server.close()`, after its last answer. */
export async function serve(options: DataSourceOptions, port: number): Promise<Serving> {
  const dataSource = createDataSource(options);
  const metrics = new Metrics(dataSource);
  const server: DataSourceServer = withDataSource(
    createApp({ dataSource, metrics, isClosing: () => server.isClosing }),
    dataSource,
  );
  const address = await server.listen(port, process.env.HOST ?? '127.0.0.1');
  void server.closed.then(() => metrics.close());
  return { server, address };
}
