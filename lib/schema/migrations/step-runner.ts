import {
  AbortError,
  CaspyError,
  ConfigurationError,
  MigrationError,
  RequestError,
  SchemaError,
  SchemaLockError,
} from '../../errors';
import type { SchemaLock } from '../lock/lock-options';
import { destructive, isAllowed } from './destructive';
import { stepDigest } from './digest';
import type { MigrationEnvironment, MigrationResult } from './environment';
import { graceSignal } from './grace-signal';
import type { History } from './history';
import type { HistoryRow } from './history-row';
import { isAlreadyDone } from './is-already-done';
import type { MigrationEvent, MigrationOptions } from './options';
import { shorten } from './shorten';
import { type StatementTraits, statementTraits } from './statement-traits';
import { StepLog } from './step-log';

const NOTHING: MigrationResult = Object.freeze({ rows: [], applied: undefined });

/** Errors that say by themselves what happened to the run. */
const PASSED = [MigrationError, SchemaLockError, AbortError];

/** What a runner of steps stands on. */
export interface StepRunnerOptions {
  readonly environment: MigrationEnvironment;
  readonly history: History;
  readonly lock: SchemaLock;
  readonly row: HistoryRow;
  readonly options: MigrationOptions;
  readonly onEvent: (event: MigrationEvent) => void;
}

/** Sends the statements of one migration, one after the other, and writes down each. */
export class StepRunner {
  readonly #given: StepRunnerOptions;
  readonly #log: StepLog;
  readonly #name: string;
  /** The statement that an earlier run has sent without knowing how it ended. */
  #attempted: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isInStep = false;
  readonly #signal: AbortSignal;

  constructor(given: StepRunnerOptions) {
    this.#given = given;
    this.#name = given.row.name;
    this.#attempted = given.row.attempted;
    this.#log = new StepLog(given.history, given.row);
    this.#signal = graceSignal(given.lock.signal);
  }

  get statements(): number {
    return this.#log.statements;
  }

  /** @param where says which statement it is, in errors. */
  execute(cql: string, params: readonly unknown[] = [], where?: string): Promise<MigrationResult> {
    return this.#inTurn(() => this.#execute(cql, params, where));
  }

  /** A question about the schema; the answer that an earlier run got is given again. */
  ask(question: readonly string[], read: () => Promise<boolean>): Promise<boolean> {
    const digest = stepDigest(`? ${question.join(' ')}`);
    return this.#inTurn(async () => {
      const done = this.#log.replay(digest, `the question ${question.join(' ')}`, false);
      if (done !== undefined) return done.answer === 'yes';
      this.#given.lock.requireHeld();
      const answer = await read();
      await this.#log.note(digest, false, answer ? 'yes' : 'no');
      return answer;
    });
  }

  /** Work that is counted as a whole. */
  step(name: string, work: () => Promise<void>): Promise<void> {
    const digest = stepDigest(`step ${name}`);
    return this.#inTurn(async () => {
      if (this.#log.replay(digest, `the step '${name}'`, true) !== undefined) return;
      this.#given.lock.requireHeld();
      this.#tell(`step: ${name}`);
      this.#isInStep = true;
      try {
        await work();
      } finally {
        this.#isInStep = false;
      }
      await this.#log.note(digest, true);
    });
  }

  /** A statement that is part of a step: guarded by the lock, and not written down. */
  async executeWithin(cql: string, params: readonly unknown[] = []): Promise<MigrationResult> {
    this.#requireAllowed(cql, statementTraits(cql, this.#given.environment.infer));
    return this.#send(cql, params);
  }

  /** Waits for statements that nobody has awaited. @throws MigrationError when there should have been more of them. */
  async end(): Promise<void> {
    await this.#turn;
    this.#log.requireEnd();
  }

  async #execute(cql: string, params: readonly unknown[], where: string | undefined): Promise<MigrationResult> {
    const traits = statementTraits(cql, this.#given.environment.infer);
    if (traits.isRead) return this.#send(cql, params);
    const digest = stepDigest(cql, params);
    if (this.#log.replay(digest, `the statement ${shorten(cql)}`, true) !== undefined) return NOTHING;
    this.#requireAllowed(cql, traits);
    this.#given.lock.requireHeld();
    this.#tell(cql);
    const result = await this.#sendOnce(cql, params, traits, where);
    await this.#log.note(digest, true);
    return result;
  }

  async #sendOnce(
    cql: string,
    params: readonly unknown[],
    traits: StatementTraits,
    where: string | undefined,
  ): Promise<MigrationResult> {
    const number = this.#log.statements + 1;
    const wasSent = this.#attempted === number && !traits.isRepeatable;
    this.#attempted = undefined;
    const { uncertain } = this.#given.options;
    if (wasSent && uncertain === 'skip') return NOTHING;
    if (wasSent && uncertain === undefined && !traits.isSchema) throw this.#uncertain(cql);
    if (!wasSent && !traits.isRepeatable) await this.#given.history.attempt(this.#name, number);
    try {
      return await this.#send(cql, params);
    } catch (error) {
      if (wasSent && isAlreadyDone(cql.trim(), error)) {
        const message = `statement ${number} was done already: the run before ended before it could write that down`;
        this.#given.onEvent({ type: 'log', migration: this.#name, message });
        return NOTHING;
      }
      // Done, but not known to every node yet: that the next run need not send it again is written down all the same.
      if (isDoneWithoutAgreement(error)) await this.#log.note(stepDigest(cql, params), true);
      throw this.#failed(error, cql, number, where, wasSent);
    }
  }

  async #send(cql: string, params: readonly unknown[]): Promise<MigrationResult> {
    const { lock, environment, options, onEvent } = this.#given;
    lock.requireHeld();
    try {
      return await environment.execute(cql, params, { signal: this.#signal });
    } catch (error) {
      // A node that is down agrees to nothing, and who allows that wants to go on all the same.
      if (options.allowDegraded !== true || !isDoneWithoutAgreement(error)) throw error;
      const message = 'a schema change was done, and not every node knows it yet';
      onEvent({ type: 'log', migration: this.#name, message });
      return NOTHING;
    }
  }

  #requireAllowed(cql: string, { isDestructive }: StatementTraits): void {
    if (isDestructive && !isAllowed(cql, this.#given.options.allowDestructive)) throw destructive(this.#name, [cql]);
  }

  #tell(cql: string): void {
    this.#given.onEvent({ type: 'statement', migration: this.#name, statement: this.#log.statements + 1, cql });
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (this.#isInStep) {
      const message = `${this.#name}: within step() its own execute and scan are to be used: step('…', ({ execute }) => …).`;
      return Promise.reject(new ConfigurationError(message));
    }
    const turn = this.#turn.then(run);
    // Whoever asked for it gets the error; `end()` gets it too, since nothing may follow a statement that failed.
    this.#turn = turn;
    turn.catch(() => undefined);
    return turn;
  }

  #uncertain(cql: string): MigrationError {
    return new MigrationError(
      'CASPY_MIGRATION_UNCERTAIN',
      `${this.#name}: a run was killed while statement ${this.#log.statements + 1} was on its way (${shorten(cql)}). ` +
        'Nothing proves whether it was done, and doing it twice is not the same as once. Look at the data, then run ' +
        "again with uncertain: 'retry' or 'skip' (--uncertain).",
      { details: { migration: this.#name, statement: this.#log.statements + 1 } },
    );
  }

  #failed(error: unknown, cql: string, statement: number, where: string | undefined, wasSent: boolean): unknown {
    if (!(error instanceof CaspyError) || PASSED.some((type) => error instanceof type)) return error;
    const place = where === undefined ? '' : ` (${where})`;
    const doubt = wasSent
      ? ' A run before was killed while this statement was on its way: should it have been done then, run again with ' +
        "uncertain: 'skip' (--uncertain skip)."
      : '';
    const message = `${this.#name} ended at statement ${statement}${place}, ${shorten(cql)}: ${error.message}${doubt}`;
    return new MigrationError('CASPY_MIGRATION_FAILED', message, {
      cause: error,
      details: { migration: this.#name, statement, isCertain: isCertain(error) && !wasSent },
    });
  }
}

function isDoneWithoutAgreement(error: unknown): boolean {
  return error instanceof SchemaError && error.code === 'CASPY_SCHEMA';
}

/** The server did nothing of it, so the next run may simply send it. */
function isCertain(error: CaspyError): boolean {
  return !(error instanceof RequestError) || !error.maybeApplied;
}
