import { unusable } from '../errors';
import { firstAddresses, isFree, type Placement } from '../loopback';

const PORT = 9042;
const STORAGE_PORT = 7000;
const TRIES = 20;

/**
 * 127.0.0.1:9042 (and .2, .3) or, where something listens there, the next port: an address to write into a config, that
 * stays the same from one start to the next.
 */
export async function steadyPlacement(nodes: number): Promise<Placement> {
  const addresses = await firstAddresses(nodes);
  for (let offset = 0; offset < TRIES; offset += 1) {
    const placement = { addresses, port: PORT + offset, storagePort: STORAGE_PORT + offset };
    if (await isFree(addresses, [placement.port, placement.storagePort])) return placement;
  }
  throw unusable(`The ports ${PORT} to ${PORT + TRIES - 1} of ${addresses.join(', ')} are taken.`);
}
