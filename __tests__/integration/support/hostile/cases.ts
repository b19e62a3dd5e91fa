import type { Accepts } from './accepted';

/** One place of a method that takes input. */
export interface Slot {
  readonly name: string;
  /** Calls the method with a hostile input in this place and legal ones in all others. */
  readonly call: (hostile: never) => unknown;
  /** The inputs that are legal here: they may be taken. All others are refused before anything is sent. */
  readonly accepts: Accepts;
  /** The text of a statement is the program's own, so the server is who refuses it. */
  readonly isCql?: boolean;
}

/** The hostile cases of a method; or why it has none. */
export type Case = readonly Slot[] | 'takes no input';

export const slot = (name: string, accepts: Accepts, call: (hostile: never) => unknown): Slot => ({
  name,
  call,
  accepts,
});
