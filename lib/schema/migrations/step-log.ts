import { MigrationError } from '../../errors';
import type { History } from './history';
import type { HistoryRow } from './history-row';

/** One step that a run before this one has done. */
export interface DoneStep {
  /** `yes` or `no` to a question; empty for a statement. */
  readonly answer: string;
}

/**
 * The steps of one migration in the order in which they came: first those that an earlier run has done are gone
 * through again, then new ones are written down. One entry is `<checksum>` of a statement or `<checksum>=<answer>` of
 * a question.
 */
export class StepLog {
  readonly #history: History;
  readonly #name: string;
  readonly #done: readonly string[];
  #count = 0;
  #statements = 0;

  constructor(history: History, { name, steps }: HistoryRow) {
    this.#history = history;
    this.#name = name;
    this.#done = steps;
  }

  /** Statements that are done, as far as the steps have come. */
  get statements(): number {
    return this.#statements;
  }

  /** Whether the next step was done by an earlier run. */
  get isReplaying(): boolean {
    return this.#count < this.#done.length;
  }

  /** Takes the next step as done if an earlier run has done it. @throws MigrationError when that did something else. */
  replay(digest: string, what: string, isStatement: boolean): DoneStep | undefined {
    const entry = this.#done[this.#count];
    if (entry === undefined) return undefined;
    const [expected, answer = ''] = entry.split('=', 2);
    if (expected !== digest) throw this.#diverged(`now comes ${what}`);
    this.#count += 1;
    if (isStatement) this.#statements += 1;
    return { answer };
  }

  /** Writes down that a new step is done. */
  async note(digest: string, isStatement: boolean, answer = ''): Promise<void> {
    const statements = this.#statements + (isStatement ? 1 : 0);
    await this.#history.note(this.#name, answer === '' ? digest : `${digest}=${answer}`, this.#count, statements);
    this.#count += 1;
    this.#statements = statements;
  }

  /** @throws MigrationError when an earlier run has done more than now came. */
  requireEnd(): void {
    if (this.isReplaying) throw this.#diverged('now the migration ends');
  }

  #diverged(what: string): MigrationError {
    return new MigrationError(
      'CASPY_MIGRATION_DIVERGED',
      `${this.#name} goes on after a run that ended half-way, but it is another migration by now: step ${this.#count + 1} ` +
        `was done, and in its place ${what}. What was done cannot be changed any more: put it back, and write what is ` +
        'new behind it or into another migration.',
      { details: { migration: this.#name, step: this.#count + 1 } },
    );
  }
}
