import type { types } from 'cassandra-driver';
import type { Row, RowPage } from './request';

const NO_WARNINGS: readonly string[] = [];
const APPLIED = '[applied]';

/** A driver result as a page. Everything but the rows is computed on demand: most requests ask for nothing else. */
export class ResultPage implements RowPage {
  readonly rows: Row[];
  readonly #result: types.ResultSet;

  constructor(result: types.ResultSet) {
    this.#result = result;
    // The driver leaves `rows` undefined for results without rows, whatever its typings say.
    this.rows = (result.rows as Row[] | undefined) ?? [];
  }

  get pageState(): Buffer | undefined {
    const state = this.#result.pageState;
    return state === null || state === undefined ? undefined : Buffer.from(state, 'hex');
  }

  get applied(): boolean | undefined {
    const value = this.rows[0]?.[APPLIED];
    return typeof value === 'boolean' && this.#result.columns?.[0]?.name === APPLIED ? value : undefined;
  }

  get columns(): readonly string[] {
    return this.#result.columns?.map(({ name }) => name) ?? [];
  }

  get warnings(): readonly string[] {
    return this.#result.info.warnings ?? NO_WARNINGS;
  }

  get traceId(): string | undefined {
    return this.#result.info.traceId?.toString();
  }

  get coordinator(): string {
    return this.#result.info.queriedHost;
  }
}
