import type { Statement } from '../query/statement';

/** What schema work needs of a session. */
interface SchemaExecutor {
  execute(
    statement: Statement,
    params: readonly unknown[],
    options?: { readonly timeout?: number; readonly pageState?: Buffer },
  ): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly pageState?: Buffer | undefined }>;
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
    const statement: Statement = {
      cql,
      kind: 'read',
      idempotent: true,
      operation: 'schema',
      parameterTypes: params.map(() => 'text'),
    };
    const { rows } = await this.#executor.execute(
      statement,
      params.map((param) => Buffer.from(param)),
    );
    return rows.map((row) => String(Object.values(row)[0]));
  }

  /** The rows of a query without parameters, page by page. */
  async *rows(cql: string): AsyncGenerator<Record<string, unknown>> {
    const statement: Statement = { cql, kind: 'read', idempotent: true, operation: 'schema', parameterTypes: [] };
    let pageState: Buffer | undefined;
    do {
      const page = await this.#executor.execute(statement, [], pageState === undefined ? undefined : { pageState });
      yield* page.rows;
      pageState = page.pageState;
    } while (pageState !== undefined);
  }

  /** Runs one schema statement and waits until the nodes agree. @throws SchemaError when they do not. */
  async change(cql: string): Promise<void> {
    const statement: Statement = { cql, kind: 'schema', idempotent: false, operation: 'schema', parameterTypes: [] };
    await this.#executor.execute(statement, [], { timeout: SCHEMA_TIMEOUT });
  }
}
