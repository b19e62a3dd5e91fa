import type { Client } from 'cassandra-driver';

interface PreparedInfo {
  readonly query: string;
  readonly keyspace: string | undefined;
  meta: unknown;
}

interface PreparedLookup {
  getPreparedById(id: Buffer): PreparedInfo | undefined;
}

interface Loop {
  rounds: number;
  lastMeta: unknown;
  refusedUntil: number;
}

/** PREPAREs of one statement without one success in between, after which something is wrong. */
const MAX_ROUNDS = 10;
const REFUSAL_MILLISECONDS = 1000;

/**
 * Ends the driver's loop of UNPREPARED, PREPARE, EXECUTE, UNPREPARED. The driver has no limit there: against a server
 * (or a proxy) that forgets what it prepared, one request spins for ever, also after its caller has given up.
 *
 * The loop asks the client's metadata for the text of the unknown id before each PREPARE, and ends when there is
 * none. This stands in for that one lookup: it counts the rounds, and after too many of them says that it knows nothing.
 */
export class ReprepareGuard {
  readonly #loops = new Map<string, Loop>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** False in all normal times, so that a success costs one comparison. */
  get isCounting(): boolean {
    return this.#loops.size > 0;
  }

  /** The statement was executed: what looked like a loop was none. */
  succeeded(cql: string): void {
    this.#loops.delete(cql);
  }

  /** Without the lookup (another version of the driver) only the deadline of the caller remains. */
  watch(client: Client): void {
    const metadata: unknown = client.metadata;
    if (!hasLookup(metadata)) return;
    const original = metadata.getPreparedById.bind(metadata);
    metadata.getPreparedById = (id) => {
      const info = original(id);
      return info === undefined ? undefined : this.#admit(info);
    };
  }

  #admit(info: PreparedInfo): PreparedInfo | undefined {
    const loop = this.#loopOf(info.query);
    const now = this.#now();
    if (now < loop.refusedUntil) return undefined;
    if (loop.rounds >= MAX_ROUNDS) {
      loop.rounds = 0;
      loop.refusedUntil = now + REFUSAL_MILLISECONDS;
      return undefined;
    }
    return countingRounds(info, loop);
  }

  #loopOf(cql: string): Loop {
    let loop = this.#loops.get(cql);
    if (loop === undefined) {
      loop = { rounds: 0, lastMeta: undefined, refusedUntil: 0 };
      this.#loops.set(cql, loop);
    }
    return loop;
  }
}

/**
 * Many requests share one PREPARE, and each of them then stores the same new metadata: a round is a store of metadata
 * that was not seen before.
 */
function countingRounds(info: PreparedInfo, loop: Loop): PreparedInfo {
  return {
    query: info.query,
    keyspace: info.keyspace,
    get meta(): unknown {
      return info.meta;
    },
    set meta(meta: unknown) {
      info.meta = meta;
      if (meta === loop.lastMeta) return;
      loop.lastMeta = meta;
      loop.rounds += 1;
    },
  };
}

function hasLookup(metadata: unknown): metadata is PreparedLookup {
  return typeof (metadata as Partial<PreparedLookup> | undefined)?.getPreparedById === 'function';
}
