import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from '../data-source/data-source';
import { ConfigurationError, ConnectionError, RequestError } from '../errors';
import { Draining } from './draining';
import { requireDataSource } from './require-data-source';

/** Options of `withDataSource`. */
export interface DataSourceServerOptions {
  /**
   * Listens at once and connects meanwhile, again and again while Cassandra cannot be reached. By default `listen()`
   * connects first, and fails when that fails.
   */
  readonly listenFirst?: boolean;
  /** Milliseconds between two attempts to connect with `listenFirst`; 3,000 unless set. */
  readonly retryDelay?: number;
  /** Requests that are served while there is no connection, such as those of a liveness probe. */
  readonly except?: (request: IncomingMessage) => boolean;
  /** Signals that close the server; SIGTERM and SIGINT unless set, `false` for none. */
  readonly signals?: readonly NodeJS.Signals[] | false;
  /**
   * Milliseconds from `close()` on in which everything is served as before, so that load balancers whose probe asks for
   * `isClosing` turn away first; 500 unless set.
   */
  readonly closeDelay?: number;
  /** Milliseconds after that for the requests on their way; what takes longer is cut off. 10,000 unless set. */
  readonly closeTimeout?: number;
  /** Makes the server, for example one of TLS: `(listener) => https.createServer(tls, listener)`. */
  readonly createServer?: (listener: RequestListener) => Server;
  /** Called with the failures of connecting behind `listen()` and of closing on a signal; by default written to stderr. */
  readonly log?: (error: unknown) => void;
}

type Settings = Required<Omit<DataSourceServerOptions, 'signals'>> & { readonly signals: readonly NodeJS.Signals[] };

const DEFAULTS: Settings = {
  ...{ listenFirst: false, retryDelay: 3_000, closeDelay: 500, closeTimeout: 10_000, except: () => false },
  signals: ['SIGTERM', 'SIGINT'],
  createServer: (listener) => createServer(listener),
  log: (error) => console.error(error),
};

/** A server and its data source, which start and end together. See `withDataSource`. */
export class DataSourceServer {
  /** Node's server, for what is set there: timeouts, limits, upgrades. */
  readonly server: Server;
  readonly #dataSource: DataSource;
  readonly #options: Settings;
  readonly #draining: Draining;
  readonly #abort = new AbortController();
  #connecting: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;
  #onClosed: () => void = () => undefined;
  /** Fulfilled when everything is closed, by `close()` or by a signal; what a program waits for before it ends. */
  readonly closed = new Promise<void>((resolve) => {
    this.#onClosed = resolve;
  });

  /** @internal Use `withDataSource()`. */
  constructor(handler: RequestListener, dataSource: DataSource, options: DataSourceServerOptions) {
    const signals = options.signals === false ? [] : (options.signals ?? DEFAULTS.signals);
    this.#options = { ...DEFAULTS, ...options, signals };
    checkTimes(this.#options);
    this.#dataSource = dataSource;
    const gate = requireDataSource(dataSource, { except: this.#options.except });
    this.server = this.#options.createServer((request, response) => {
      listener(request, response);
    });
    this.#draining = new Draining(this.server);
    const listener = this.#draining.watch((request, response) => {
      gate(request, response, () => {
        handler(request, response);
      });
    });
  }

  /** From `close()` on: a readiness probe should say no. */
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /**
   * Connects and listens; with `listenFirst` the other way round. Answers where it listens, port 0 takes a free one.
   *
   * @throws what `dataSource.initialize()` throws, and Node's error when the address is taken; the data source is closed
   *   again then.
   */
  async listen(port = 0, host?: string): Promise<AddressInfo> {
    try {
      if (!this.#options.listenFirst) await this.#dataSource.initialize();
      if (this.isClosing) throw new ConnectionError('The server was closed.', { code: 'CASPY_CLOSED' });
      await listenOn(this.server, host === undefined ? { port } : { port, host });
    } catch (error) {
      await this.#dataSource.destroy();
      throw error;
    }
    if (this.#options.listenFirst) this.#connecting = this.#connect();
    for (const signal of this.#options.signals) process.on(signal, this.#onSignal);
    return addressOf(this.server);
  }

  /**
   * Takes requests for `closeDelay` more, answers what it has taken, then closes the data source. May be called at any
   * time, and twice.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    this.#abort.abort();
    for (const signal of this.#options.signals) process.removeListener(signal, this.#onSignal);
    const { closeDelay, closeTimeout } = this.#options;
    try {
      if (this.server.listening) await this.#draining.end(closeDelay, closeTimeout);
    } finally {
      await this.#connecting;
      await this.#dataSource.destroy();
      this.#onClosed();
    }
  }

  /** The process ends by itself when nothing is left; a second signal ends it at once, for this one is listened to no more. */
  readonly #onSignal = (): void => {
    this.close().catch((error: unknown) => {
      this.#options.log(error);
      process.exitCode = 1;
    });
  };

  async #connect(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        await this.#dataSource.initialize();
        return;
      } catch (error) {
        this.#options.log(error);
        if (!(error instanceof RequestError && error.retryable)) return;
      }
      await pause(this.#options.retryDelay, undefined, { signal }).catch(() => undefined);
    }
  }
}

function listenOn(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  // Null and the name of a pipe belong to servers that do not listen on a port, and this one does.
  if (address === null || typeof address === 'string') throw new ConfigurationError('The server has no port.');
  return address;
}

function checkTimes(options: Readonly<Record<'retryDelay' | 'closeDelay' | 'closeTimeout', number>>): void {
  for (const name of ['retryDelay', 'closeDelay', 'closeTimeout'] as const) {
    if (options[name] >= 0) continue;
    throw new ConfigurationError(`withDataSource: '${name}' is a number of milliseconds.`);
  }
}
