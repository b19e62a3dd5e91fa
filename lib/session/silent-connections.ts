import { type Client, errors, type Host } from 'cassandra-driver';

interface Connection {
  /** Requests that timed out and have still no answer. */
  readonly timedOutOperations: number;
  /** A heartbeat is on its way; undefined before the first one. */
  readonly sendingIdleQuery?: boolean;
  /** Sends a heartbeat. */
  _idleTimeoutHandler?(): void;
}

/** What the driver's hosts have beyond its typings. */
interface HostWithPool extends Host {
  checkHealth(connection: Connection): void;
  removeFromPool(connection: Connection): void;
}

interface Silence {
  readonly connection: Connection;
  readonly since: number;
  timeouts: number;
  unanswered: number;
}

/** Timeouts in a row, and the milliseconds from the first to the last of them, after which a connection is given up. */
const TIMEOUTS = 3;
const MILLISECONDS = 1000;

/**
 * Replaces connections that have gone silent. After a frame that makes no sense the driver waits on the connection for
 * the rest of it for ever, and so it does after a node has hung: it drops a connection only after 64 timeouts, and until
 * then each request on it runs into its deadline.
 *
 * The driver asks its host about a connection after each timeout. This stands in for that one method: a connection is
 * closed when timeout follows timeout and nothing at all is answered meanwhile, neither in time nor late, nor the
 * heartbeat that is sent at the first of them. A node that is merely slower than the deadline answers late, and one that
 * waits in vain for other replicas answers heartbeats, so their connections stay. With several connections to a node an
 * answer on one of them counts for all.
 */
export class SilentConnections {
  readonly #silences = new Map<string, Silence>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** False in all normal times, so that an answer costs one comparison. */
  get isCounting(): boolean {
    return this.#silences.size > 0;
  }

  /** A node has answered, be it with a result or with an error. */
  answered(address: string): void {
    this.#silences.delete(address);
  }

  /** The same for an error, unless it was made in this process. */
  failed(error: unknown): void {
    if (!(error instanceof errors.ResponseError)) return;
    const address: unknown = Reflect.get(error, 'coordinator');
    if (typeof address === 'string') this.answered(address);
  }

  /** Without these methods (another version of the driver) only the driver's own limit remains. */
  watch(client: Client): void {
    client.hosts.on('add', (host: Host) => {
      if (hasPool(host)) this.#watchHost(host);
    });
  }

  #watchHost(host: HostWithPool): void {
    const original = host.checkHealth.bind(host);
    host.checkHealth = (connection) => {
      if (!this.#isSilent(host.address, connection)) {
        original(connection);
        return;
      }
      this.#silences.delete(host.address);
      host.removeFromPool(connection);
    };
  }

  #isSilent(address: string, connection: Connection): boolean {
    const now = this.#now();
    const { timedOutOperations: unanswered } = connection;
    const silence = this.#silences.get(address);
    // Fewer open than expected: a late answer has come in between.
    if (silence?.connection !== connection || unanswered <= silence.unanswered) {
      this.#begin(address, connection, now);
      return false;
    }
    silence.timeouts += 1;
    silence.unanswered = unanswered;
    if (silence.timeouts < TIMEOUTS || now - silence.since < MILLISECONDS) return false;
    if (connection.sendingIdleQuery !== false) return true;
    this.#begin(address, connection, now);
    return false;
  }

  #begin(address: string, connection: Connection, now: number): void {
    const { timedOutOperations, sendingIdleQuery } = connection;
    this.#silences.set(address, { connection, since: now, timeouts: 1, unanswered: timedOutOperations });
    if (sendingIdleQuery !== true) connection._idleTimeoutHandler?.();
  }
}

function hasPool(host: Host): host is HostWithPool {
  return (
    typeof Reflect.get(host, 'checkHealth') === 'function' && typeof Reflect.get(host, 'removeFromPool') === 'function'
  );
}
