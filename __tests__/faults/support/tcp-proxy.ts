import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Bytes that travel at once on a slow link. */
const PARCEL = 1024;

/**
 * A TCP link that can be bad: late, slow, silent, half-closed or reset. It stands between a client and one node and
 * knows nothing of the protocol. Faults hold for connections that are open and for new ones, until `heal()`.
 */
export class TcpProxy {
  readonly #target: Target;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #delay = 0;
  #bytesPerSecond = Infinity;
  #isSilent = false;
  #refuses = false;
  /** Connections that were accepted so far. */
  accepted = 0;

  private constructor(target: Target) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  static async start(target: Target): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy is not listening');
    return address.port;
  }

  get openConnections(): number {
    return this.#pairs.size;
  }

  /** Every parcel arrives so many milliseconds late, in both directions. */
  delay(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  /** What the node says comes no faster than this. */
  slow(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Nothing passes any more, and nobody is told: a cable that was pulled. */
  silence(): void {
    this.#isSilent = true;
  }

  /** New connections are reset at once. */
  refuse(): void {
    this.#refuses = true;
  }

  heal(): void {
    this.#delay = 0;
    this.#bytesPerSecond = Infinity;
    this.#isSilent = false;
    this.#refuses = false;
  }

  /** Resets every connection (RST), as a crash or a firewall does. */
  reset(): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Ends the direction from the node to the client (FIN) and keeps the other one open. */
  halfClose(): void {
    for (const { client } of this.#pairs) client.end();
  }

  async stop(): Promise<void> {
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    this.accepted += 1;
    if (this.#refuses) {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const server = connect({ ...this.#target, allowHalfOpen: true });
    const pair = { client, server };
    this.#pairs.add(pair);
    const end = (): void => {
      client.destroy();
      server.destroy();
      this.#pairs.delete(pair);
    };
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', end).on('close', end);
    this.#pass(client, server, () => Infinity);
    this.#pass(server, client, () => this.#bytesPerSecond);
  }

  /** Hands the bytes over in the order in which they came, each parcel at its time. */
  #pass(from: Socket, to: Socket, speed: () => number): void {
    let freeAt = 0;
    const later = (work: () => void, bytes: number): void => {
      const now = performance.now();
      const cost = Number.isFinite(speed()) ? (bytes * 1000) / speed() : 0;
      freeAt = Math.max(freeAt, now + this.#delay) + cost;
      if (freeAt <= now) work();
      else setTimeout(work, freeAt - now);
    };
    const write = (bytes: Buffer): void => {
      if (to.writable && !this.#isSilent) to.write(bytes);
    };
    from.on('data', (chunk: Buffer) => {
      if (this.#isSilent) return;
      const size = Number.isFinite(speed()) ? PARCEL : chunk.length;
      for (let at = 0; at < chunk.length; at += size) {
        const parcel = chunk.subarray(at, at + size);
        later(() => write(parcel), parcel.length);
      }
    });
    from.on('end', () => later(() => to.end(), 0));
  }
}
