import type { Statement, StatementKind } from '../query/statement';
import type { RequestOptions } from './request';
import type { RequestPlan } from './request-planner';

/** One statement of a batch with its parameters. */
export interface BoundStatement {
  readonly statement: Statement;
  readonly params: readonly unknown[];
}

/** Options of a batch. */
export interface BatchRequestOptions extends RequestOptions {
  /** With a log, all of its partitions are written in the end, or none. A batch of counters never has one. */
  readonly logged: boolean;
  /** `DataSource.batch`; for errors, logs and spans. */
  readonly operation: string;
  /** Something to tell the logger before the batch leaves. */
  readonly warning?: string | undefined;
}

/** What the driver takes for one statement of a batch; its typings want a mutable array, which it does not change. */
export interface BatchItem {
  readonly query: string;
  readonly params: unknown[];
}

/** Statements of a batch that errors and logs show. */
const SHOWN = 10;

/** The batch as one statement: what it is for retries, and a text that says enough in an error. */
export function batchStatement(
  parts: readonly BoundStatement[],
  { logged, operation }: Pick<BatchRequestOptions, 'logged' | 'operation'>,
): Statement {
  const kind = batchKind(parts);
  const idempotent = kind === 'write' && parts.every(({ statement }) => statement.idempotent);
  return new BatchStatement(parts, kind, idempotent, operation, logged);
}

/** Its texts are made where somebody asks for them, which is in errors and logs. */
class BatchStatement implements Statement {
  readonly #parts: readonly BoundStatement[];
  readonly #isLogged: boolean;
  readonly kind: StatementKind;
  readonly idempotent: boolean;
  readonly operation: string;

  constructor(
    parts: readonly BoundStatement[],
    kind: StatementKind,
    idempotent: boolean,
    operation: string,
    isLogged: boolean,
  ) {
    this.#parts = parts;
    this.kind = kind;
    this.idempotent = idempotent;
    this.operation = operation;
    this.#isLogged = isLogged;
  }

  get cql(): string {
    const parts = this.#parts;
    const word = this.kind === 'counter' ? 'COUNTER ' : this.#isLogged ? '' : 'UNLOGGED ';
    const shown = parts.slice(0, SHOWN).map(({ statement }) => `${statement.cql};`);
    const rest = parts.length > SHOWN ? [`-- and ${parts.length - SHOWN} more`] : [];
    return [`BEGIN ${word}BATCH`, ...shown, ...rest, 'APPLY BATCH'].join('\n');
  }

  get parameterTypes(): readonly string[] {
    return this.#parts.slice(0, SHOWN).flatMap(({ statement }) => statement.parameterTypes);
  }
}

function batchKind(parts: readonly BoundStatement[]): StatementKind {
  if (parts.some(({ statement }) => statement.kind === 'conditional')) return 'conditional';
  return parts.some(({ statement }) => statement.kind === 'counter') ? 'counter' : 'write';
}

export function batchItems(parts: readonly BoundStatement[]): BatchItem[] {
  return parts.map(({ statement, params }) => ({ query: statement.cql, params: params as unknown[] }));
}

/** A plan whose attempts are sent as a batch of the right sort. */
export function batchPlan(plan: RequestPlan, kind: StatementKind, logged: boolean): RequestPlan {
  const sort = kind === 'counter' ? { counter: true, logged: false } : { logged };
  return { ...plan, driver: { ...plan.driver, ...sort }, patient: { ...plan.patient, ...sort } };
}
