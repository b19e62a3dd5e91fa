import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as NetServer } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { Server as TlsServer } from 'node:tls';

const SWEEP = 100;
/** Milliseconds without a byte after which a connection counts as idle. */
const IDLE = 1000;

interface Activity {
  bytes: number;
  since: number;
}

/**
 * Ends a server so that no request that it has taken is lost. `server.close()` alone cuts off connections that wait
 * between two requests, while the next request may be on its way; and connections that go on sending keep it open.
 */
export class Draining {
  readonly #server: Server;
  readonly #sockets = new Map<Socket, Activity>();
  /** The last response of each connection that has one: with pipelining there may be others before it. */
  readonly #last = new Map<Socket, ServerResponse>();
  #taken = 0;
  #isDraining = false;

  constructor(server: Server) {
    this.#server = server;
    // A server of TLS has both events; its requests come from the sockets of the second one.
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#taken += 1;
      this.#sockets.set(socket, { bytes: 0, since: performance.now() });
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#last.delete(socket);
      });
    });
  }

  /** Puts itself before the handler of a server. */
  watch(handler: RequestListener): RequestListener {
    return (request, response) => {
      if (this.#note(request, response)) handler(request, response);
    };
  }

  /**
   * Stops listening after `delay`, and only then asks each client to leave with its next answer: who leaves comes back
   * at once, and connections that the kernel has taken while nobody listens any more are reset. What is not done after
   * `timeout` is cut off.
   */
  async end(delay: number, timeout: number): Promise<void> {
    await pause(delay);
    await this.#takeWaiting(timeout);
    // Not http.Server's, which would cut off idle connections.
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(this.#server, () => resolve());
    });
    this.#isDraining = true;
    for (const response of this.#last.values()) response.shouldKeepAlive = false;
    for (const activity of this.#sockets.values()) activity.since = performance.now();
    const sweep = setInterval(() => this.#sweep(), SWEEP);
    const cut = setTimeout(() => this.#cut(), timeout);
    await closed;
    clearInterval(sweep);
    clearTimeout(cut);
  }

  /** libuv accepts one connection in each turn of the loop; ends directly after a turn that found none. */
  async #takeWaiting(timeout: number): Promise<void> {
    const start = performance.now();
    for (let taken = -1; taken !== this.#taken && performance.now() - start < timeout;) {
      taken = this.#taken;
      await turn();
    }
  }

  /** False for a request behind an answer that has told the client already that it is the last one. */
  #note({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const before = this.#last.get(socket);
    this.#last.set(socket, response);
    response.once('close', () => {
      if (this.#last.get(socket) === response) this.#last.delete(socket);
    });
    if (!this.#isDraining) return true;
    response.shouldKeepAlive = false;
    if (before === undefined) return true;
    if (before.headersSent && !before.shouldKeepAlive) return false;
    before.shouldKeepAlive = true;
    return true;
  }

  #sweep(): void {
    const now = performance.now();
    for (const [socket, activity] of this.#sockets) {
      if (this.#last.has(socket) || socket.bytesRead !== activity.bytes) {
        activity.bytes = socket.bytesRead;
        activity.since = now;
      } else if (now - activity.since >= IDLE) socket.destroy();
    }
  }

  #cut(): void {
    for (const socket of this.#sockets.keys()) socket.destroy();
  }
}
