/** Something that a signal ends. */
export interface Abortable {
  onAbort(): void;
}

const watches = new WeakMap<AbortSignal, AbortWatch>();

/**
 * One listener for each signal, however many requests it ends. Node's list of listeners lets go of one that is taken off
 * only with the next collection of all garbage, and with it of its request and of all rows that this has answered: a scan
 * whose pages share a signal kept every row until then, which took a third of its time.
 */
export class AbortWatch {
  readonly #watched = new Set<Abortable>();

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

  add(target: Abortable): void {
    this.#watched.add(target);
  }

  delete(target: Abortable): void {
    this.#watched.delete(target);
  }

  #abortAll(): void {
    const targets = [...this.#watched];
    this.#watched.clear();
    for (const target of targets) target.onAbort();
  }
}
