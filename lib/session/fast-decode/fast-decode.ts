import { type Client, version } from 'cassandra-driver';
import { KNOWN_DRIVERS } from '../known-drivers';
import type { FastDecodeState } from '../pool-state';
import { selfTest } from './self-test';
import { tapClient } from './tap-client';

/**
 * Fast decode of one pool. Where the driver is an unknown one, or the self-test disagrees with it, results come the
 * usual way, and `state` says why.
 */
export class FastDecode {
  #state: FastDecodeState;

  /** @param isWanted whether the option is set */
  constructor(isWanted: boolean) {
    this.#state = { active: false, reason: isWanted ? 'not connected yet' : 'the option fastDecode is not set' };
  }

  get state(): FastDecodeState {
    return this.#state;
  }

  watch(client: Client): void {
    // Its typings call the version a number.
    const driver = String(version);
    if (!KNOWN_DRIVERS.includes(driver)) {
      this.#state = { active: false, reason: `cassandra-driver ${driver} is not among those it was tested with` };
      return;
    }
    tapClient(client, (parser) => {
      const fault = selfTest(parser);
      this.#state =
        fault === undefined ? { active: true } : { active: false, reason: `the self-test failed: ${fault}` };
      return fault === undefined;
    });
  }
}
