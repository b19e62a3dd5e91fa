import { types } from 'cassandra-driver';
import type { Term } from './parse-statement';

/** A restriction with its operands. */
export interface BoundTerm {
  readonly term: Term;
  readonly operands: readonly (Buffer | null)[];
}

/** The parameters of a statement, taken in the order of its markers. */
export class Parameters {
  readonly #values: readonly unknown[];
  #at = 0;

  constructor(values: readonly unknown[]) {
    this.#values = values;
  }

  /** Bytes, null for a tombstone, undefined for unset. */
  next(): Buffer | null | undefined {
    const value = this.#values[this.#at];
    this.#at += 1;
    if (value === types.unset) return undefined;
    return Buffer.isBuffer(value) ? value : null;
  }

  int(): number {
    return this.next()?.readInt32BE(0) ?? 0;
  }

  bind(terms: readonly Term[]): BoundTerm[] {
    return terms.map((term) => ({ term, operands: Array.from({ length: term.markers }, () => this.next() ?? null) }));
  }
}
