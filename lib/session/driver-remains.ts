import type { Client, Host } from 'cassandra-driver';
import { ControlRefresh } from './control-refresh';

interface Connection {
  readonly isSocketOpen: boolean;
  close(): void;
}

interface ControlConnection {
  _createConnection(contactPoint: string): Promise<Connection>;
}

/** A node as the driver keeps it; `shutdown` is not in its typings. */
interface Stoppable extends Host {
  shutdown?(waitForPending: boolean): Promise<void>;
}

/**
 * What a client of the driver would leave behind. Two things keep a process alive for ever after `shutdown()`:
 *
 * - A connection to a contact point that was opened and could then not be used (no such data centre, a system table
 *   that fails, a shutdown meanwhile) is forgotten without being closed.
 * - When the last connection was lost, the driver reads the nodes anew and drops the old host objects, which go on
 *   to reconnect by themselves.
 *
 * This remembers both and ends them. It stands in for one inner method of the driver and listens to its map of hosts;
 * another version of the driver only loses the clean-up.
 */
export class DriverRemains {
  readonly #connections = new Set<Connection>();
  readonly #hosts = new Set<Stoppable>();
  readonly #refresh = new ControlRefresh();
  #hasEnded = false;

  watch(client: Client): void {
    const control: unknown = Reflect.get(client, 'controlConnection');
    if (isControlConnection(control)) {
      this.#watchConnections(control);
      this.#refresh.watch(control);
    }
    client.hosts.on('add', (host: Stoppable) => this.#added(host));
    client.hosts.on('remove', (host: Stoppable) => this.#removed(host, client.hosts.keys().includes(host.address)));
  }

  /** From now on the client opens nothing more: contact points that were not tried yet fail at once. */
  abandon(): void {
    this.#hasEnded = true;
  }

  /** Ends everything; call it after the client's own shutdown. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    this.#refresh.end();
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
    await Promise.all([...this.#hosts].map(async (host) => host.shutdown?.(false)));
    this.#hosts.clear();
  }

  #watchConnections(control: ControlConnection): void {
    const original = control._createConnection.bind(control);
    control._createConnection = async (contactPoint) => {
      if (this.#hasEnded) throw new Error('The client is being closed');
      const connection = await original(contactPoint);
      this.#remember(connection);
      return connection;
    };
  }

  #remember(connection: Connection): void {
    for (const known of this.#connections) if (!known.isSocketOpen) this.#connections.delete(known);
    this.#connections.add(connection);
    if (this.#hasEnded) connection.close();
  }

  #added(host: Stoppable): void {
    if (this.#hasEnded) void host.shutdown?.(false);
    else this.#hosts.add(host);
  }

  /** A node that left while it was up is drained by the driver itself, but not one whose object was made anew. */
  #removed(host: Stoppable, isReplaced: boolean): void {
    if (host.isUp()) {
      if (isReplaced) void host.shutdown?.(true);
      return;
    }
    this.#hosts.delete(host);
    void host.shutdown?.(false);
  }
}

function isControlConnection(control: unknown): control is ControlConnection {
  return typeof (control as Partial<ControlConnection> | undefined)?._createConnection === 'function';
}
