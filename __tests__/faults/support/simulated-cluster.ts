import type { Ask } from './simulacron';

/** What simulated nodes answer to a statement. The names are simulacron's. */
export type Outcome =
  | {
      readonly result: 'success';
      readonly rows: readonly object[];
      readonly column_types: Readonly<Record<string, string>>;
      readonly delay_in_ms?: number;
    }
  | { readonly result: 'void'; readonly delay_in_ms?: number }
  | { readonly result: 'overloaded' | 'is_bootstrapping' | 'server_error'; readonly message: string }
  | { readonly result: 'unavailable'; readonly consistency_level: string; readonly required: number; readonly alive: number } // prettier-ignore
  | {
      readonly result: 'write_timeout';
      readonly consistency_level: string;
      readonly received: number;
      readonly block_for: number;
      readonly write_type: string;
    }
  | {
      readonly result: 'read_timeout';
      readonly consistency_level: string;
      readonly received: number;
      readonly block_for: number;
      readonly data_present: boolean;
    }
  | {
      readonly result: 'read_failure';
      readonly consistency_level: string;
      readonly received: number;
      readonly block_for: number;
      readonly failure_reasons: Readonly<Record<string, string>>;
      readonly data_present: boolean;
    }
  | {
      readonly result: 'close_connection';
      readonly scope: 'connection' | 'node';
      readonly close_type: 'disconnect' | 'shutdown_read' | 'shutdown_write';
    };

interface LoggedQuery {
  readonly query: string;
  readonly type: string;
  readonly node: number;
}

interface Answer {
  readonly id: number;
  readonly data_centers: readonly { readonly id: number; readonly nodes: readonly AnsweredNode[] }[];
}

interface AnsweredNode {
  readonly id: number;
  readonly address: string;
  readonly active_connections?: number;
  readonly queries?: readonly { readonly query: string; readonly type: string }[];
}

/** One simulated cluster. Nodes are counted from 0. */
export class SimulatedCluster {
  readonly localDataCenter = 'dc1';
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly #path: string;
  readonly #primes = new Map<string, readonly (Outcome | undefined)[]>();
  readonly #ask: Ask;

  private constructor({ id, data_centers: [center] }: Answer, ask: Ask) {
    const nodes = center?.nodes ?? [];
    this.contactPoints = nodes.map(({ address }) => address.split(':')[0] ?? '');
    this.port = Number(nodes[0]?.address.split(':')[1]);
    this.#path = String(id);
    this.#ask = ask;
  }

  static of(answer: unknown, ask: Ask): SimulatedCluster {
    // Simulacron's own description of the cluster that was just made.
    return new SimulatedCluster(answer as Answer, ask);
  }

  /** The answer to a statement, on every node or on one, until another one is given. */
  async prime(query: string, then: Outcome, node?: number): Promise<void> {
    const known = this.#primes.get(query);
    const outcomes = this.contactPoints.map((_, index) => ((node ?? index) === index ? then : known?.[index]));
    this.#primes.set(query, outcomes);
    if (known === undefined) {
      await this.#send(query, outcomes);
      return;
    }
    // Simulacron takes the first answer that fits and cannot take one back, so all are given anew.
    await this.#ask('DELETE', `/prime/${this.#path}`);
    for (const [each, answers] of this.#primes) await this.#send(each, answers);
  }

  async #send(query: string, outcomes: readonly (Outcome | undefined)[]): Promise<void> {
    for (const [node, outcome] of outcomes.entries()) {
      if (outcome === undefined) continue;
      const then = { delay_in_ms: 0, ...outcome, ignore_on_prepare: true };
      await this.#ask('POST', `/prime/${this.#nodePath(node)}`, { when: { query }, then });
    }
  }

  /** How often a statement was executed, by node. */
  async executions(query: string): Promise<number[]> {
    const log = await this.#log();
    return this.contactPoints.map((_, node) => log.filter((each) => each.node === node && each.query === query).length);
  }

  async clearLog(): Promise<void> {
    await this.#ask('DELETE', `/log/${this.#path}`);
  }

  /** The nodes read nothing more: they hang, with their connections open. */
  async pauseReads(node?: number): Promise<void> {
    await this.#ask('PUT', `/pause-reads/${this.#nodePath(node)}`);
  }

  async resumeReads(node?: number): Promise<void> {
    await this.#ask('DELETE', `/pause-reads/${this.#nodePath(node)}`);
  }

  /** The nodes go down: no port listens, and every connection is closed. */
  async stop(node?: number): Promise<void> {
    await this.#ask('DELETE', `/listener/${this.#nodePath(node)}?type=stop`);
  }

  /** The nodes accept connections again. */
  async start(node?: number): Promise<void> {
    await this.#ask('PUT', `/listener/${this.#nodePath(node)}`);
  }

  /** Connections that clients have to all nodes. */
  async connections(): Promise<number> {
    const answer = (await this.#ask('GET', `/connections/${this.#path}`)) as Answer;
    return answer.data_centers.flatMap(({ nodes }) => nodes.map((node) => node.active_connections ?? 0)).reduce(sum, 0);
  }

  async remove(): Promise<void> {
    await this.#ask('DELETE', `/cluster/${this.#path}`);
  }

  #nodePath(node: number | undefined): string {
    return node === undefined ? this.#path : `${this.#path}/0/${node}`;
  }

  async #log(): Promise<LoggedQuery[]> {
    const answer = (await this.#ask('GET', `/log/${this.#path}`)) as Answer;
    const nodes = answer.data_centers.flatMap((center) => center.nodes);
    return nodes.flatMap(({ id, queries = [] }) =>
      queries
        .filter(({ type }) => type === 'EXECUTE' || type === 'QUERY' || type === 'BATCH')
        .map(({ query, type }) => ({ query, type, node: id })),
    );
  }
}

function sum(one: number, other: number): number {
  return one + other;
}
