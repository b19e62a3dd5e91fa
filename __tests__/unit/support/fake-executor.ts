import type { EntityClass } from '../../../lib/metadata/table-metadata';
import type { Statement } from '../../../lib/query/statement';
import type { Executor } from '../../../lib/repository/entity-table';
import { EntityTable } from '../../../lib/repository/entity-table';
import { Repository } from '../../../lib/repository/repository';
import type { BatchRequestOptions, BoundStatement } from '../../../lib/session/batch';
import type { RequestOptions, Row, RowPage } from '../../../lib/session/request';
import { tableOf } from './models';

export interface Sent {
  readonly statement: Statement;
  readonly cql: string;
  readonly params: readonly unknown[];
  readonly options: RequestOptions | undefined;
}

/** A page as the session would answer it. */
export function rowPage(rows: readonly Row[] = [], more: Partial<RowPage> = {}): RowPage {
  return {
    rows: [...rows],
    pageState: undefined,
    applied: undefined,
    columns: Object.keys(rows[0] ?? {}),
    warnings: [],
    traceId: undefined,
    coordinator: '127.0.0.1:9042',
    ...more,
  };
}

/** Writes down what it is asked to send, and answers the pages it was given, then empty ones. */
export class FakeExecutor implements Executor {
  readonly sent: Sent[] = [];
  readonly batches: { readonly parts: readonly BoundStatement[]; readonly options: BatchRequestOptions }[] = [];
  readonly answers: (RowPage | Error)[] = [];

  execute(statement: Statement, params: readonly unknown[], options?: RequestOptions): Promise<RowPage> {
    this.sent.push({ statement, cql: statement.cql, params, options });
    return this.#answer();
  }

  executeBatch(parts: readonly BoundStatement[], options: BatchRequestOptions): Promise<RowPage> {
    this.batches.push({ parts, options });
    return this.#answer();
  }

  #answer(): Promise<RowPage> {
    const answer = this.answers.shift() ?? rowPage();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }

  /** The only statement since the last call. */
  take(): Sent {
    const [sent, ...others] = this.sent.splice(0);
    if (sent === undefined || others.length > 0) throw new Error(`${others.length + 1} statements instead of one`);
    return sent;
  }
}

/** A repository over a fake session. */
export function repositoryOf<E extends object>(
  target: EntityClass<E>,
  pageTokenSecret?: string,
): { repository: Repository<E>; executor: FakeExecutor } {
  const executor = new FakeExecutor();
  const table = new EntityTable(tableOf(target), { executor, keyspace: 'ks', pageTokenSecret });
  return { repository: new Repository(table), executor };
}
