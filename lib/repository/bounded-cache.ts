/** A map that forgets what was used longest ago once it holds `limit` entries. */
export class BoundedCache<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entry, made on first use; when `make` throws, nothing is kept. */
  getOrMake(key: string, make: () => V): V {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      // A Map iterates in the order of insertion, so the first entry is always the stalest one.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const made = make();
    this.#entries.set(key, made);
    if (this.#entries.size > this.#limit) {
      for (const stalest of this.#entries.keys()) {
        this.#entries.delete(stalest);
        break;
      }
    }
    return made;
  }
}
