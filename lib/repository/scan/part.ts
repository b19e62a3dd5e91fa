import type { TokenRange } from './token-ranges';

/** Where to go on within a range: at a page, or behind a row of it. */
export interface Position {
  /** Undefined at the start of the range. */
  readonly pageState: Buffer | undefined;
  /** Rows of the page at this state that were asked for; undefined where any number will do. */
  readonly fetchSize: number | undefined;
  /** The last row of that page which is done with, as a digest of its key; undefined when none is. */
  readonly after: Buffer | undefined;
}

export const AT_START: Position = Object.freeze({ pageState: undefined, fetchSize: undefined, after: undefined });

/** A range of a scan with the place where its reading stands, as a checkpoint keeps it. */
export interface PartState {
  /** Undefined for a scan that is no range of tokens, but one plain read. */
  readonly range: TokenRange | undefined;
  readonly position: Position;
}

/** A range while it is read. Pages are read ahead of what is done with, so there are two places. */
export class Part implements PartState {
  range: TokenRange | undefined;
  /** Everything before it is done with. */
  position: Position;
  /** The page to read next; undefined behind the last. */
  next: Position | undefined;
  /** Pages that were read, but are not done with. */
  unfinished = 0;
  /** Rows of a page; less after time-outs. Undefined for what the scan asks for. */
  fetchSize: number | undefined;
  /** Failures since the last page. */
  failures = 0;
  /** How often it was cut in two. */
  halvings = 0;

  constructor({ range, position }: PartState) {
    this.range = range;
    this.position = position;
    this.next = position;
  }
}
