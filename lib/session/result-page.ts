import type { types } from 'cassandra-driver';
import type { ErrorContext } from './error-context';
import { FrameRows } from './fast-decode/frame-rows';
import { unreadable } from './map-driver-error';
import type { Row, RowPage } from './request';

const NO_WARNINGS: readonly string[] = [];
const APPLIED = '[applied]';

/** What a result of the driver holds; its typings leave out that most of it may be missing. */
interface DriverResult {
  readonly rows: types.Row[] | FrameRows | undefined;
  readonly columns: readonly { readonly name: string }[] | null | undefined;
  /** In hex. */
  readonly pageState: string | null | undefined;
  readonly info: {
    readonly queriedHost: string;
    readonly warnings: readonly string[] | null | undefined;
    readonly traceId: types.Uuid | null | undefined;
  };
}

/** A driver result as a page. Everything but the rows is computed on demand: most requests ask for nothing else. */
export class ResultPage implements RowPage {
  readonly frame: FrameRows | undefined;
  readonly #result: DriverResult;
  #rows: Row[] | undefined;

  constructor(result: DriverResult, context: ErrorContext) {
    const { rows } = result;
    this.#result = result;
    if (rows instanceof FrameRows) {
      this.frame = rows;
      rows.explain = (error) => unreadable(error, context);
    } else this.#rows = rows ?? [];
  }

  get rows(): Row[] {
    return (this.#rows ??= this.frame?.toRows() ?? []);
  }

  get rowCount(): number {
    return this.frame?.length ?? this.rows.length;
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
