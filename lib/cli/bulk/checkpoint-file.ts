import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isRecord } from '../../types/is-record';
import { usageError } from '../cli-error';

/** Raised when the layout changes. */
const VERSION = 1;

/** What a checkpoint of an export or an import belongs to; another run of the same command must agree on all of it. */
export type CheckpointScope = Readonly<Record<string, string | number | boolean>>;

/** How far a run is; numbers and texts only. */
export type CheckpointState = Readonly<Record<string, string | number>>;

/** The file beside another one that says how far its export or import is. */
export class CheckpointFile<S extends CheckpointState> {
  readonly path: string;
  readonly #scope: CheckpointScope;

  constructor(file: string, scope: CheckpointScope) {
    this.path = `${file}.checkpoint.json`;
    this.#scope = { version: VERSION, ...scope };
  }

  /** Written at once and as a whole: it must be there when the process ends a moment later. */
  write(state: S): void {
    const draft = `${this.path}.new`;
    writeFileSync(draft, `${JSON.stringify({ ...this.#scope, ...state })}\n`);
    renameSync(draft, this.path);
  }

  /**
   * @param initial the state of a run that has not begun; it names what a state holds.
   * @throws CliError when there is no checkpoint, or one of another run.
   */
  read(initial: S): S {
    let found: unknown;
    try {
      found = JSON.parse(readFileSync(this.path, 'utf8'));
    } catch (error) {
      throw usageError(`There is no checkpoint ${this.path} to go on from.`, 'Start without --resume.', error);
    }
    const saved = isRecord(found) ? found : {};
    const stray = Object.keys(this.#scope).find((name) => saved[name] !== this.#scope[name]);
    const isWhole = Object.entries(initial).every(([name, value]) => typeof saved[name] === typeof value);
    if (stray === undefined && isWhole) {
      // Each part was just found to be there, and of its type.
      return Object.fromEntries(Object.keys(initial).map((name) => [name, saved[name]])) as S;
    }
    const reason = stray === undefined ? 'it is not complete' : `its ${stray} is another one`;
    throw usageError(`The checkpoint ${this.path} does not belong to this run: ${reason}.`, 'Start without --resume.');
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}
