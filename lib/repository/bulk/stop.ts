/** Why a bulk write ends before its source does. */
export interface Stop {
  readonly reason: 'failure' | 'source' | 'signal';
  readonly error: unknown;
}
