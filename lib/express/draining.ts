import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { Server as TlsServer } from 'node:tls';

const SWEEP = 100;

/**
 * Ends a server so that no request that it has taken is lost. `server.close()` alone cuts off connections that wait
 * between two requests, while the next request may be on its way; and connections that go on sending keep it open.
 */
export class Draining {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The last response of each connection: with pipelining there may be others before it. */
  readonly #last = new Map<Socket, ServerResponse>();
  #isDraining = false;

  constructor(server: Server) {
    this.#server = server;
    // A server of TLS has both events; its requests come from the sockets of the second one.
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#sockets.add(socket);
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
   * Asks each client to leave with its next answer, and stops listening after `delay`. What is not done after `timeout`
   * is cut off.
   */
  async end(delay: number, timeout: number): Promise<void> {
    this.#isDraining = true;
    for (const response of this.#last.values()) response.shouldKeepAlive = false;
    await pause(delay);
    // Directly after the loop has read its sockets: what had arrived by now was taken.
    await turn();
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    const sweep = setInterval(() => this.#sweep(), SWEEP);
    const cut = setTimeout(() => this.#server.closeAllConnections(), timeout);
    await closed;
    clearInterval(sweep);
    clearTimeout(cut);
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

  /** Connections whose last answer has ended meanwhile, and those that never sent anything. */
  #sweep(): void {
    this.#server.closeIdleConnections();
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}
