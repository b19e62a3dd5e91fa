import type { RequestListener } from 'node:http';
import type { DataSource } from '../data-source/data-source';
import type { DataSourceServerOptions } from './data-source-server';
import { DataSourceServer } from './data-source-server';

/**
 * A server for an application of Express 4 or 5, or for any handler of Node, whose data source connects before it
 * listens and closes after its last answer.
 *
 * While there is no connection every request is answered 503 with `Retry-After`. On SIGTERM and SIGINT, and on
 * `close()`, the server stops listening, clients are told to leave with their next answer, no request that was taken is
 * lost, the data source drains, and the process ends with exit code 0 when nothing else keeps it.
 *
 * @throws ConfigurationError when an option is wrong
 * @example
 * ```ts
 * const server = withDataSource(app, dataSource);
 * const { port } = await server.listen(3000);
 * ```
 */
export function withDataSource(
  handler: RequestListener,
  dataSource: DataSource,
  options: DataSourceServerOptions = {},
): DataSourceServer {
  return new DataSourceServer(handler, dataSource, options);
}
