import { LinkedList, LinkedNode } from './linked-list';

/** Something that must end in time. */
export interface Expiring {
  onDeadline(): void;
}

/** What `add` answers and `remove` takes. */
export class Deadline extends LinkedNode<Deadline> {
  constructor(
    readonly target: Expiring,
    /** On the clock of `performance.now()`. */
    readonly at: number,
  ) {
    super();
  }
}

interface Lane {
  readonly milliseconds: number;
  readonly entries: LinkedList<Deadline>;
  timer: NodeJS.Timeout | undefined;
}

/** Timers of Node fire up to a millisecond early; an entry that is this near counts as due. */
const TOLERANCE = 1;

/**
 * Deadlines for thousands of requests with one timer per distinct duration: entries of one duration expire in the
 * order in which they came, so only the first needs a timer. The timers keep no process alive.
 */
export class Deadlines {
  readonly #lanes = new Map<number, Lane>();

  /** `now` is `performance.now()`; the caller has it anyway. */
  add(target: Expiring, milliseconds: number, now: number): Deadline {
    let lane = this.#lanes.get(milliseconds);
    if (lane === undefined) {
      lane = { milliseconds, entries: new LinkedList(), timer: undefined };
      this.#lanes.set(milliseconds, lane);
    }
    if (lane.timer === undefined) this.#arm(lane, milliseconds);
    return lane.entries.push(new Deadline(target, now + milliseconds));
  }

  /** The timer stays: under load another entry comes before it fires, and arming it each time costs more. */
  remove(deadline: Deadline): void {
    deadline.list?.remove(deadline);
  }

  /** Forgets all deadlines without ending anything. */
  clear(): void {
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer);
    this.#lanes.clear();
  }

  #arm(lane: Lane, milliseconds: number): void {
    lane.timer = setTimeout(() => this.#expire(lane), Math.max(1, Math.ceil(milliseconds))).unref();
  }

  #expire(lane: Lane): void {
    const now = performance.now();
    lane.timer = undefined;
    for (let entry = lane.entries.head; entry !== undefined; entry = lane.entries.head) {
      if (entry.at > now + TOLERANCE) break;
      lane.entries.shift();
      entry.target.onDeadline();
    }
    this.#rearm(lane, now);
  }

  /** What expired may have let another request in, which has then armed the lane already. */
  #rearm(lane: Lane, now: number): void {
    if (lane.timer !== undefined) return;
    const next = lane.entries.head;
    if (next === undefined) this.#lanes.delete(lane.milliseconds);
    else this.#arm(lane, next.at - now);
  }
}
