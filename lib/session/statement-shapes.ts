interface Shape {
  used: boolean;
}

/**
 * The distinct texts that were prepared. The server and the driver keep a bounded number of them; a program that puts
 * literals into its CQL makes a new one each time and turns every request into two, so this says so, once.
 */
export class StatementShapes {
  readonly #limit: number;
  readonly #onOverflow: (limit: number) => void;
  readonly #shapes = new Map<string, Shape>();
  #warned = false;

  constructor(limit: number, onOverflow: (limit: number) => void) {
    this.#limit = limit;
    this.#onOverflow = onOverflow;
  }

  get size(): number {
    return this.#shapes.size;
  }

  note(cql: string): void {
    const shape = this.#shapes.get(cql);
    if (shape === undefined) this.#add(cql);
    else shape.used = true;
  }

  #add(cql: string): void {
    if (this.#shapes.size >= this.#limit) {
      this.#evict();
      if (!this.#warned) {
        this.#warned = true;
        this.#onOverflow(this.#limit);
      }
    }
    this.#shapes.set(cql, { used: false });
  }

  /** Second chance: a text that was used since the last look goes to the back of the line instead. */
  #evict(): void {
    for (const [cql, shape] of this.#shapes) {
      this.#shapes.delete(cql);
      if (!shape.used) return;
      shape.used = false;
      this.#shapes.set(cql, shape);
    }
  }
}
