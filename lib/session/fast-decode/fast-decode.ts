import type { Client } from 'cassandra-driver';
import type { FastPathState } from '../pool-state';
import { unknownDriver } from '../unknown-driver';
import { selfTest } from './self-test';
import { tapClient } from './tap-client';

/**
 * Fast decode of one pool. Where the driver is an unknown one, or the self-test disagrees with it, results come the
 * usual way, and `state` says why.
 */
export class FastDecode {
  #state: FastPathState;

  /** @param isWanted whether the option is set */
  constructor(isWanted: boolean) {
    this.#state = { active: false, reason: isWanted ? 'not connected yet' : 'the option fastDecode is not set' };
  }

  get state(): FastPathState {
    return this.#state;
  }

  watch(client: Client): void {
    const unknown = unknownDriver();
    if (unknown !== undefined) {
      this.#state = { active: false, reason: unknown };
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
