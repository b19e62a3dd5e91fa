import { LinkedList, LinkedNode } from './linked-list';

/** Something that a signal ends. */
export interface Abortable {
  onAbort(): void;
}

/** What `add` answers; its list removes it. */
export class Watched extends LinkedNode<Watched> {
  constructor(readonly target: Abortable) {
    super();
  }
}

const watches = new WeakMap<AbortSignal, AbortWatch>();

/**
 * One listener for each signal, however many requests it ends. With a listener for each request, a scan, whose pages
 * share a signal, kept the rows of all pages until the next collection of all garbage, and that took a third of its time.
 * A list whose places let go of each other keeps nothing.
 */
export class AbortWatch {
  readonly #watched = new LinkedList<Watched>();

  private constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#abortAll(), { once: true });
  }

  /** @param signal one that was not aborted yet */
  static of(signal: AbortSignal): AbortWatch {
    let watch = watches.get(signal);
    if (watch === undefined) {
      watch = new AbortWatch(signal);
      watches.set(signal, watch);
    }
    return watch;
  }

  add(target: Abortable): Watched {
    return this.#watched.push(new Watched(target));
  }

  #abortAll(): void {
    for (let watched = this.#watched.shift(); watched !== undefined; watched = this.#watched.shift()) {
      watched.target.onAbort();
    }
  }
}
