import { ConfigurationError } from '../errors';
import type { Statement } from '../query/statement';
import { type CqlTraits, inferTraits } from './infer-idempotence';

const LIMIT = 1000;

/** A raw statement with what its text says about it. */
export interface RawStatement {
  readonly statement: Statement;
  readonly preparable: boolean;
}

/** Classifies CQL that users wrote, and remembers the answer for texts that come again. */
export class RawStatements {
  readonly #traits = new Map<string, CqlTraits>();

  /** @throws {ConfigurationError} for USE: it would move a shared connection under everybody's feet. */
  resolve(raw: Statement): RawStatement {
    const { kind, idempotent, preparable } = this.#traitsOf(raw.cql);
    if (kind === 'use') {
      throw new ConfigurationError(
        `${raw.operation}: USE is not sent, because connections are shared. ` +
          'Write the keyspace in front of the table, pass the request option `keyspace`, or call useKeyspace(name).',
      );
    }
    const statement = {
      ...raw,
      kind: kind === 'other' ? 'write' : kind,
      idempotent: raw.idempotent || idempotent,
    } as const;
    return { statement, preparable };
  }

  #traitsOf(cql: string): CqlTraits {
    let traits = this.#traits.get(cql);
    if (traits === undefined) {
      traits = inferTraits(cql);
      const [oldest] = this.#traits.keys();
      if (this.#traits.size >= LIMIT && oldest !== undefined) this.#traits.delete(oldest);
      this.#traits.set(cql, traits);
    }
    return traits;
  }
}
