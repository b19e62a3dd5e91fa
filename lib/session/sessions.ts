import type { Client } from 'cassandra-driver';
import { ConfigurationError, ConnectionError } from '../errors';
import { DriverRemains } from './driver-remains';
import { mapConnectError } from './map-connect-error';
import { safeCause } from './safe-cause';
import { isKeyspaceName } from './validate-request';
import { within } from './within';

interface Session {
  readonly client: Client;
  readonly remains: DriverRemains;
  ready: Promise<Client> | undefined;
}

/** Key of the session without a keyspace. */
const MAIN = '';

/** What the sessions of a pool need. */
export interface SessionsOptions {
  readonly contactPoints: readonly string[];
  readonly connectTimeout: number;
  readonly drainTimeout: number;
  readonly createClient: (keyspace: string | undefined) => Client;
}

/** The driver's clients: one without a keyspace, and one more per keyspace once raw CQL asks for it. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();
  /** Clients that connect although nobody waits for them any more: the driver cannot be interrupted. */
  readonly #abandoned = new Set<Promise<void>>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** The client, whether it is connected or not: it connects by itself with its first request. */
  client(keyspace?: string): Client {
    return this.#session(keyspace).client;
  }

  clients(): Client[] {
    return [...this.#sessions.values()].map(({ client }) => client);
  }

  /** Connects once for all callers; a failure is forgotten, so that the next call tries again with a new client. */
  connect(keyspace?: string): Promise<Client> {
    const session = this.#session(keyspace);
    return (session.ready ??= this.#open(session, keyspace));
  }

  /** Waits for connects in progress, as the driver ignores a shutdown meanwhile, and closes all clients. */
  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    const closing = sessions.map(async (session) => {
      await (session.ready ?? connectInProgress(session.client))?.catch(() => undefined);
      await end(session);
    });
    await within(Promise.allSettled([...closing, ...this.#abandoned]), this.#options.drainTimeout);
  }

  #session(keyspace: string | undefined): Session {
    // The driver puts the name into a USE statement unchecked.
    if (keyspace !== undefined && !isKeyspaceName(keyspace)) {
      throw new ConfigurationError('keyspace must be a name of letters, digits and underscores, at most 48 of them.');
    }
    const known = this.#sessions.get(keyspace ?? MAIN);
    if (known !== undefined) return known;
    const session: Session = {
      client: this.#newClient(keyspace),
      remains: new DriverRemains(),
      ready: undefined,
    };
    session.remains.watch(session.client);
    this.#sessions.set(keyspace ?? MAIN, session);
    return session;
  }

  #newClient(keyspace: string | undefined): Client {
    try {
      return this.#options.createClient(keyspace);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'no reason given';
      const message = `The driver refuses its options: ${why}. Look at the option driver of the data source.`;
      throw new ConfigurationError(message, { cause: safeCause(error) });
    }
  }

  async #open(session: Session, keyspace: string | undefined): Promise<Client> {
    const { connectTimeout, contactPoints } = this.#options;
    const connecting = session.client.connect();
    try {
      if ((await within(connecting, connectTimeout)) !== undefined) return session.client;
    } catch (error) {
      this.#forget(session, keyspace);
      await end(session);
      throw mapConnectError(error, contactPoints);
    }
    this.#forget(session, keyspace);
    this.#abandon(session, connecting);
    throw new ConnectionError(
      `No session within ${connectTimeout} ms: ${contactPoints.join(', ')} did not answer. ` +
        'Check contactPoints, port and firewalls, or raise connectTimeout.',
      { code: 'CASPY_CONNECT_TIMEOUT', details: { contactPoints } },
    );
  }

  #forget(session: Session, keyspace: string | undefined): void {
    if (this.#sessions.get(keyspace ?? MAIN) === session) this.#sessions.delete(keyspace ?? MAIN);
  }

  #abandon(session: Session, connecting: Promise<void>): void {
    session.remains.abandon();
    const ended: Promise<void> = connecting
      .catch(() => undefined)
      .then(() => end(session))
      .finally(() => this.#abandoned.delete(ended));
    this.#abandoned.add(ended);
  }
}

async function end({ client, remains }: Session): Promise<void> {
  await client.shutdown();
  await remains.end();
}

/** A raw client connects by itself with its first request; asking it to connect again means to wait for that. */
function connectInProgress(client: Client): Promise<unknown> | undefined {
  return Reflect.get(client, 'connecting') === true ? client.connect() : undefined;
}
