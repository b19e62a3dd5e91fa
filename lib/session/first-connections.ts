import type { Client } from 'cassandra-driver';

interface Closable {
  close(): void;
}

interface ConnectionFactory {
  _createConnection(contactPoint: string): Promise<Closable>;
}

/**
 * The connections that a client opens to its contact points while it connects.
 *
 * When the driver reaches a node but cannot use it (no such data centre, a failing system table), it forgets that
 * connection without closing it, and the socket then keeps the process alive for ever. This remembers them. It stands
 * in for one inner method of the driver; a version without that method only loses the clean-up.
 */
export class FirstConnections {
  readonly #opened = new Set<Closable>();
  #isAbandoned = false;

  watch(client: Client): void {
    const control: unknown = Reflect.get(client, 'controlConnection');
    if (!isFactory(control)) return;
    const original = control._createConnection.bind(control);
    control._createConnection = async (contactPoint) => {
      if (this.#isAbandoned) throw new Error('Nobody waits for this connection any more');
      const connection = await original(contactPoint);
      this.#opened.add(connection);
      return connection;
    };
  }

  /** The contact points that were not tried yet fail at once, so that a connect in progress ends soon. */
  abandon(): void {
    this.#isAbandoned = true;
  }

  /** After a connect that failed. */
  close(): void {
    for (const connection of this.#opened) connection.close();
    this.#opened.clear();
  }

  /** After a connect that went well: the connections belong to the driver's pool now. */
  release(): void {
    this.#opened.clear();
  }
}

function isFactory(control: unknown): control is ConnectionFactory {
  return typeof (control as Partial<ConnectionFactory> | undefined)?._createConnection === 'function';
}
