import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { unusable } from './errors';

export interface Placement {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly storagePort: number;
}

/** Binds for a moment; answers the port, or undefined when it is taken or the address does not exist. */
function tryBind(address: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: address, port, exclusive: true }, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : undefined));
    });
  });
}

/** Whether every address can be listened on at every port. */
export async function isFree(addresses: readonly string[], ports: readonly number[]): Promise<boolean> {
  for (const address of addresses) {
    for (const port of ports) {
      if ((await tryBind(address, port)) === undefined) return false;
    }
  }
  return true;
}

/** All of 127.0.0.0/8 is loopback on Linux, so every cluster gets its own network and the usual ports. */
function randomAddresses(nodes: number): string[] {
  const network = `127.${randomInt(1, 255)}.${randomInt(0, 256)}`;
  const first = randomInt(1, 250);
  return Array.from({ length: nodes }, (_, index) => `${network}.${first + index}`);
}

async function freePorts(addresses: readonly string[]): Promise<Placement | undefined> {
  const [first = '127.0.0.1'] = addresses;
  const port = await tryBind(first, 0);
  const storagePort = await tryBind(first, 0);
  if (port === undefined || storagePort === undefined || port === storagePort) return undefined;
  return (await isFree(addresses, [port, storagePort])) ? { addresses, port, storagePort } : undefined;
}

async function placeOnLinux(nodes: number): Promise<Placement | undefined> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const addresses = randomAddresses(nodes);
    if (await isFree(addresses, [9042, 7000])) return { addresses, port: 9042, storagePort: 7000 };
  }
  // Something listens on 0.0.0.0 with one of these ports, which takes them from every address.
  return freePorts(randomAddresses(nodes));
}

async function placeElsewhere(nodes: number): Promise<Placement | undefined> {
  return freePorts(await firstAddresses(nodes));
}

/** 127.0.0.1 and those behind it. @throws ConfigurationError where they do not exist. */
export async function firstAddresses(nodes: number): Promise<string[]> {
  const addresses = Array.from({ length: nodes }, (_, index) => `127.0.0.${index + 1}`);
  for (const address of addresses) {
    if ((await tryBind(address, 0)) !== undefined) continue;
    throw unusable(
      `Three nodes need three loopback addresses, and ${address} does not exist on this machine. ` +
        `Add it with: sudo ifconfig lo0 alias ${address} up`,
    );
  }
  return addresses;
}

/**
 * Finds addresses and ports for the nodes of one cluster. All nodes share their ports, since the driver learns only
 * the addresses of the peers.
 */
export async function findPlacement(nodes: number, platform: string = process.platform): Promise<Placement> {
  const placement = platform === 'linux' ? await placeOnLinux(nodes) : await placeElsewhere(nodes);
  if (placement !== undefined) return placement;
  throw unusable('No free loopback address and port were found for a local Cassandra; is another cluster running?');
}
