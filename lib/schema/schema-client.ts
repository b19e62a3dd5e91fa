import type { ConsistencyLevel, SerialConsistency } from '../metadata/options';
import type { Statement } from '../query/statement';

/** How one statement is to be sent. */
export interface SchemaRequestOptions {
  readonly timeout?: number;
  readonly pageState?: Buffer;
  readonly consistency?: ConsistencyLevel;
  readonly serialConsistency?: SerialConsistency;
  readonly signal?: AbortSignal;
}

/** One page of an answer; `applied` is set for lightweight transactions. */
export interface SchemaPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly pageState?: Buffer | undefined;
  readonly applied?: boolean | undefined;
}

/** What schema work needs of a session. */
export interface SchemaExecutor {
  execute(statement: Statement, params: readonly unknown[], options?: SchemaRequestOptions): Promise<SchemaPage>;
}

/** Schema statements wait for all nodes to agree, which takes longer than a request may. */
const SCHEMA_TIMEOUT = 30_000;

/** Reads names out of `system_schema` and runs DDL. */
export class SchemaClient {
  readonly #executor: SchemaExecutor;

  constructor(executor: SchemaExecutor) {
    this.#executor = executor;
  }

  /** The first column of a query whose parameters are texts. */
  async names(cql: string, ...params: readonly string[]): Promise<string[]> {
    const names: string[] = [];
    for await (const row of this.rows(cql, ...params)) names.push(String(Object.values(row)[0]));
    return names;
  }

  /** The rows of a query whose parameters are texts, page by page. */
  async *rows(cql: string, ...params: readonly string[]): AsyncGenerator<Record<string, unknown>> {
    const parameterTypes = params.map(() => 'text');
    const statement: Statement = { cql, kind: 'read', idempotent: true, operation: 'schema', parameterTypes };
    const values = params.map((param) => Buffer.from(param));
    let pageState: Buffer | undefined;
    do {
      const page = await this.#executor.execute(statement, values, pageState === undefined ? undefined : { pageState });
      yield* page.rows;
      pageState = page.pageState;
    } while (pageState !== undefined);
  }

  /**
   * One statement on rows of caspy's own tables, which the driver prepares and whose values it encodes. Sent once: what
   * it means when the answer is lost, the caller knows best.
   */
  async data(
    kind: 'read' | 'write' | 'conditional',
    cql: string,
    params: readonly unknown[],
    options: SchemaRequestOptions = {},
  ): Promise<SchemaPage> {
    const statement: Statement = { cql, kind, idempotent: kind === 'read', operation: 'schema', parameterTypes: [] };
    return this.#executor.execute(statement, params, options);
  }

  /** Runs one schema statement and waits until the nodes agree. @throws SchemaError when they do not. */
  async change(cql: string, signal?: AbortSignal): Promise<void> {
    const statement: Statement = { cql, kind: 'schema', idempotent: false, operation: 'schema', parameterTypes: [] };
    const options = { timeout: SCHEMA_TIMEOUT, ...(signal !== undefined && { signal }) };
    await this.#executor.execute(statement, [], options);
  }
}
