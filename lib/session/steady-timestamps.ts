import { type Client, policies } from 'cassandra-driver';

/** Milliseconds that the clock may be behind, as small corrections of it are; and between two warnings. */
const TOLERANCE = 1000;
const PAUSE = 60_000;

/**
 * Write times of this process: each later than the one before, also after the clock was set back. The driver's own
 * generator does that, but says so in its log only; here it is a warning, as another process with a right clock may
 * have its writes ignored meanwhile.
 */
export class SteadyTimestamps extends policies.timestampGeneration.MonotonicTimestampGenerator {
  readonly #reporter: object;

  constructor(warn: (message: string) => void) {
    super(TOLERANCE, PAUSE);
    // All that the driver calls of a client is its log, which its typings leave out.
    this.#reporter = { log: () => warn(CLOCK_WENT_BACK) };
  }

  override next(): ReturnType<policies.timestampGeneration.MonotonicTimestampGenerator['next']> {
    return super.next(this.#reporter as Client);
  }
}

const CLOCK_WENT_BACK =
  'The clock of this machine went back by more than a second. Write times go on from the latest one, so that later ' +
  'writes of this process win; those of other machines may lose. Synchronize the clocks (NTP).';
