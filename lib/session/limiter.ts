import { LinkedList, LinkedNode } from './linked-list';

/** Something that waits for a place. */
export interface Waiter {
  /** A place is free and already counted as taken. */
  onPlace(): void;
}

/** A place in the queue. */
export class Ticket extends LinkedNode<Ticket> {
  constructor(readonly waiter: Waiter) {
    super();
  }
}

/**
 * Bounds the requests on their way. The rest wait in the order in which they came; nobody overtakes.
 * With room left a request costs one comparison and one increment.
 */
export class Limiter {
  readonly #maxInFlight: number;
  readonly #queueLimit: number;
  readonly #queue = new LinkedList<Ticket>();
  #inFlight = 0;
  #freed = 0;
  #isServing = false;
  #idle: (() => void)[] = [];

  constructor(maxInFlight: number, queueLimit: number) {
    this.#maxInFlight = maxInFlight;
    this.#queueLimit = queueLimit;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get queued(): number {
    return this.#queue.size;
  }

  tryEnter(): boolean {
    if (this.#inFlight >= this.#maxInFlight) return false;
    this.#inFlight += 1;
    return true;
  }

  /** Undefined when the queue is full. */
  enqueue(waiter: Waiter): Ticket | undefined {
    return this.#queue.size >= this.#queueLimit ? undefined : this.#queue.push(new Ticket(waiter));
  }

  /** Gives up a place in the queue; false when it was served already. */
  abandon(ticket: Ticket): boolean {
    return this.#queue.remove(ticket);
  }

  /** Frees a place and hands it to the first who waits. A waiter that leaves at once does not deepen the stack. */
  leave(): void {
    this.#freed += 1;
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      for (; this.#freed > 0; this.#freed -= 1) this.#handOver();
    } finally {
      this.#isServing = false;
    }
  }

  #handOver(): void {
    const ticket = this.#queue.shift();
    if (ticket !== undefined) {
      ticket.waiter.onPlace();
      return;
    }
    this.#inFlight -= 1;
    if (this.#inFlight === 0 && this.#idle.length > 0) this.#wakeIdle();
  }

  /** Resolves once nothing is on its way and nobody waits. */
  whenIdle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #wakeIdle(): void {
    const listeners = this.#idle;
    this.#idle = [];
    for (const listener of listeners) listener();
  }
}
