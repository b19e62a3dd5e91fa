import type { DataSource } from '../../data-source/data-source';
import type { CommandContext } from '../command';
import { executeCql } from '../cql/execute-cql';
import { isReadOnly, verbOf } from '../cql/is-read-only';
import { notWritten, report } from '../cql/run-cql';
import type { Io } from '../output/io';

/** Rows that a terminal shows of one statement. */
const SCREENFUL = 100;
/** Statements after which there may be other tables. */
const SCHEMA_VERBS = new Set(['CREATE', 'ALTER', 'DROP']);

/** What lives as long as a shell: its settings, and the tables that it knows. */
export class ShellSession {
  readonly dataSource: DataSource;
  readonly io: Io;
  mayWrite: boolean;
  isTimed = false;
  readonly #signal: AbortSignal;
  #tables: ReadonlyMap<string, readonly string[]> = new Map();
  #running: AbortController | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataSource: DataSource, { io, signal }: CommandContext, mayWrite: boolean) {
    this.dataSource = dataSource;
    this.io = io;
    this.mayWrite = mayWrite;
    this.#signal = signal;
  }

  /** The columns of the keyspace's tables, by table. */
  get tables(): ReadonlyMap<string, readonly string[]> {
    return this.#tables;
  }

  async refreshTables(): Promise<void> {
    const { keyspace } = this.dataSource;
    if (keyspace === undefined) return;
    const cql = 'SELECT table_name, column_name FROM system_schema.columns WHERE keyspace_name = ?';
    const { rows } = await this.dataSource.execute(cql, [keyspace]);
    const tables = new Map<string, string[]>();
    for (const { table_name: table, column_name: column } of rows) {
      const columns = tables.get(String(table)) ?? [];
      columns.push(String(column));
      tables.set(String(table), columns);
    }
    this.#tables = tables;
  }

  /** Does one thing after the other, whatever was typed ahead, and tells the time where that was asked for. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        if (this.isTimed) this.io.notice(`Time: ${(performance.now() - startedAt).toFixed(1)} ms`);
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Runs CQL and writes its rows. @throws CliError for a write that was not allowed. */
  async runCql(cql: string): Promise<void> {
    const isRead = isReadOnly(cql);
    if (!isRead && !this.mayWrite) throw notWritten(cql, 'Type .write on, or start the shell with --write.');
    const { stdout, style, json } = this.io;
    const format = json ? 'json' : 'table';
    this.#running = new AbortController();
    try {
      const outcome = await executeCql(this.dataSource, {
        ...{ cql, params: [], isRead, format, sink: stdout, style },
        limit: stdout.isTerminal && format === 'table' ? SCREENFUL : undefined,
        signal: AbortSignal.any([this.#signal, this.#running.signal]),
      });
      report(this.io, outcome);
    } finally {
      this.#running = undefined;
    }
    if (SCHEMA_VERBS.has(verbOf(cql))) await this.refreshTables();
  }

  /** Ctrl-C: the statement that runs is given up. */
  interrupt(): void {
    this.#running?.abort();
  }
}
