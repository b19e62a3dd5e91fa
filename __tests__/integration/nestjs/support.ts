import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { LoggerService } from '@nestjs/common';
import { testConnection, uniqueKeyspace } from '../support/test-data-source';
import type { CaspyModuleOptions } from 'caspy/nestjs';

/** Options of a module in a keyspace of its own. */
export function moduleOptions(more: CaspyModuleOptions = {}): CaspyModuleOptions {
  return {
    ...testConnection(),
    keyspace: uniqueKeyspace(),
    replication: { class: 'SimpleStrategy', replication_factor: 1 },
    synchronize: true,
    requestTimeout: 30_000,
    ...more,
  };
}

/** Keeps what Nest logs. */
export class LogLines implements LoggerService {
  readonly lines: string[] = [];
  log(message: unknown): void {
    this.lines.push(`log ${String(message)}`);
  }
  error(message: unknown): void {
    this.lines.push(`error ${String(message)}`);
  }
  warn(message: unknown): void {
    this.lines.push(`warn ${String(message)}`);
  }
  debug(message: unknown): void {
    this.lines.push(`debug ${String(message)}`);
  }
}

/** A way to the test's Cassandra that can be shut and opened; its port is known before. */
export class Gate {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  port = 0;

  static async reserve(): Promise<Gate> {
    const gate = new Gate();
    await gate.open();
    await gate.shut();
    return gate;
  }

  async open(): Promise<void> {
    const { contactPoints, port = 9042 } = testConnection();
    this.#server = createServer((socket) => {
      const upstream = connect(port, contactPoints![0]);
      for (const each of [socket, upstream]) {
        this.#sockets.add(each);
        each.on('error', () => undefined).on('close', () => (socket.destroy(), upstream.destroy()));
      }
      socket.pipe(upstream).pipe(socket);
    });
    await new Promise<void>((resolve) => this.#server!.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async shut(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => (this.#server === undefined ? resolve(undefined) : this.#server.close(resolve)));
    this.#server = undefined;
  }
}

/** Waits until `check` is true. */
export async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 20));
}
