import type { Client, Host } from 'cassandra-driver';

interface Stream {
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** A connection of the driver; the streams exist once its socket is open. */
interface Connection {
  readonly protocol?: Stream | null;
  readonly parser?: Stream | null;
  readonly netClient: { destroy(error: Error): unknown };
  bindSocketListeners(): void;
}

interface Pool {
  _addListeners(connection: Connection): void;
}

/**
 * Ends connections that bring what is no frame. The driver reads a connection through streams and listens to the
 * errors of none, so that some malformed frames (an answer with an unknown stream id, for one) end the whole process. Here such an
 * error ends the connection: its requests fail as those of any lost connection, and the driver opens another one.
 *
 * It stands in for the one inner method that each connection of a node passes through. With another version of the driver
 * only this protection is lost.
 */
export function endUnreadableStreams(client: Client): void {
  client.hosts.on('add', (host: Host) => {
    const pool: unknown = Reflect.get(host, 'pool');
    if (isPool(pool)) watchPool(pool);
  });
}

function watchPool(pool: Pool): void {
  const original = pool._addListeners.bind(pool);
  pool._addListeners = (connection) => {
    original(connection);
    if (connection.protocol === undefined || connection.protocol === null) watchLater(connection);
    else watchStreams(connection);
  };
}

function watchLater(connection: Connection): void {
  const original = connection.bindSocketListeners.bind(connection);
  connection.bindSocketListeners = () => {
    original();
    watchStreams(connection);
  };
}

function watchStreams(connection: Connection): void {
  const end = (error: Error): void => void connection.netClient.destroy(error);
  const { protocol, parser } = connection;
  for (const stream of [protocol, parser, ...behind(parser)]) stream?.on('error', end);
}

/** The last stream is known to the one before it only. */
function behind(stream: object | null | undefined): Stream[] {
  const state: unknown = stream === null || stream === undefined ? undefined : Reflect.get(stream, '_readableState');
  const pipes: unknown = (state as { readonly pipes?: unknown } | undefined)?.pipes;
  return Array.isArray(pipes) ? pipes.filter(isStream) : [];
}

function isStream(value: unknown): value is Stream {
  return typeof (value as Partial<Stream> | undefined)?.on === 'function';
}

function isPool(pool: unknown): pool is Pool {
  return typeof (pool as Partial<Pool> | undefined)?._addListeners === 'function';
}
