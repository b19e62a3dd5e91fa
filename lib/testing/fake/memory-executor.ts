import { AbortError, ConfigurationError } from '../../errors';
import type { TableMetadata } from '../../metadata/table-metadata';
import type { Statement } from '../../query/statement';
import type { Executor } from '../../repository/entity-table';
import type { BatchRequestOptions, BoundStatement } from '../../session/batch';
import type { RequestOptions, Row, RowPage } from '../../session/request';
import { MemoryTable } from './memory-table';
import type { Parsed } from './parse-statement';
import { parseStatement } from './parse-statement';
import { select } from './select-rows';
import type { PreparedWrite } from './write-rows';
import { prepareWrite } from './write-rows';

const APPLIED = '[applied]';

/**
 * Answers the statements of repositories out of memory, one cluster with all of its keyspaces. It stands where the
 * session pool stands, so everything before it, the planner and the checks of values above all, is the real one.
 */
export class MemoryExecutor implements Executor {
  readonly #metadata: ReadonlyMap<string, TableMetadata>;
  readonly #tables = new Map<string, MemoryTable>();
  readonly #parsed = new Map<string, Parsed>();
  #now = 0n;

  constructor(tables: Iterable<TableMetadata>) {
    this.#metadata = new Map(Array.from(tables, (table) => [table.tableName, table]));
  }

  // Asynchronous, as every request is: what throws rejects.
  async execute(statement: Statement, params: readonly unknown[], options: RequestOptions = {}): Promise<RowPage> {
    await this.#begin(statement.operation, options);
    const parsed = this.#parse(statement);
    const table = this.#table(parsed);
    if (parsed.kind === 'select') return page(select(table, parsed, params, options));
    if (parsed.kind === 'truncate') {
      table.clear();
      return page({ rows: [], pageState: undefined });
    }
    const write = prepareWrite(table, parsed, params);
    const conditional = statement.kind === 'conditional';
    return conditional ? this.#conditional([write], options) : this.#apply([write], options);
  }

  async executeBatch(parts: readonly BoundStatement[], options: BatchRequestOptions): Promise<RowPage> {
    await this.#begin(options.operation, options);
    const writes = parts.map(({ statement, params }) => {
      const parsed = this.#parse(statement);
      if (parsed.kind === 'select' || parsed.kind === 'truncate') throw new TypeError('A batch holds writes only');
      return prepareWrite(this.#table(parsed), parsed, params);
    });
    const conditional = parts.some(({ statement }) => statement.kind === 'conditional');
    return conditional ? this.#conditional(writes, options) : this.#apply(writes, options);
  }

  async #begin(operation: string, { signal }: RequestOptions): Promise<void> {
    await Promise.resolve();
    if (signal?.aborted !== true) return;
    throw new AbortError(`${operation}: aborted.`, { cause: signal.reason, maybeApplied: false });
  }

  #apply(writes: readonly PreparedWrite[], { timestamp }: RequestOptions): RowPage {
    const at = timestamp === undefined ? this.#nextTime() : BigInt(timestamp);
    for (const write of writes) write.apply(at);
    return page({ rows: [], pageState: undefined });
  }

  #conditional(writes: readonly PreparedWrite[], options: RequestOptions): RowPage {
    const failed = writes.map((write) => write.check()).filter((existing) => existing !== undefined);
    const applied = failed.length === 0;
    if (applied) this.#apply(writes, options);
    const rows: Row[] = applied ? [{ [APPLIED]: true }] : failed.map((existing) => ({ [APPLIED]: false, ...existing }));
    return page({ rows, pageState: undefined }, applied);
  }

  /** Later than all before, and never behind the clock. */
  #nextTime(): bigint {
    const clock = BigInt(Date.now()) * 1000n;
    this.#now = clock > this.#now ? clock : this.#now + 1n;
    return this.#now;
  }

  #parse({ cql, kind, operation }: Statement): Parsed {
    if (kind === 'raw') {
      throw new ConfigurationError(
        `${operation}: the fake repository runs no CQL of your own; test it against a real Cassandra, which ` +
          'LocalCassandra.start() gives.',
      );
    }
    let parsed = this.#parsed.get(cql);
    if (parsed === undefined) {
      parsed = parseStatement(cql);
      this.#parsed.set(cql, parsed);
    }
    return parsed;
  }

  #table({ keyspace, table: name }: Parsed): MemoryTable {
    const id = `${keyspace}.${name}`;
    let table = this.#tables.get(id);
    if (table === undefined) {
      const metadata = this.#metadata.get(name);
      if (metadata === undefined) throw new ConfigurationError(`The fake repository has no table ${name}.`);
      table = new MemoryTable(metadata);
      this.#tables.set(id, table);
    }
    return table;
  }
}

function page({ rows, pageState }: { rows: Row[]; pageState: Buffer | undefined }, applied?: boolean): RowPage {
  const columns = Object.keys(rows[0] ?? {});
  return { rows, pageState, applied, columns, warnings: [], traceId: undefined, coordinator: 'memory' };
}
