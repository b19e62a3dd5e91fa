import { RequestError, SchemaLockError } from '../../errors';
import type { SchemaClient, SchemaRequestOptions } from '../schema-client';
import { HISTORY_COLUMNS, type HistoryRow, type MigrationState, readHistoryRow } from './history-row';
import { historyName, type HistoryTable } from './history-table';
import type { LoadedMigration } from './migration';

const LWT: SchemaRequestOptions = { consistency: 'QUORUM', serialConsistency: 'SERIAL', timeout: 15_000 };
const SERIAL: SchemaRequestOptions = { consistency: 'SERIAL', timeout: 15_000 };
const ATTEMPTS = 4;

/** Who runs. */
export interface RunIdentity {
  /** The id of the lock's owner: new with each run. */
  readonly run: string;
  readonly executedBy: string;
  readonly caspyVersion: string;
}

/**
 * The history, written by one run. Each write is a lightweight transaction on the row's `run`: should the lock have
 * been lost without notice, the next run has taken the row over and this one can write no more.
 */
export class History {
  readonly #client: SchemaClient;
  readonly #table: string;
  readonly #identity: RunIdentity;

  constructor(client: SchemaClient, place: HistoryTable, identity: RunIdentity) {
    this.#client = client;
    this.#table = historyName(place);
    this.#identity = identity;
  }

  /** Makes the row this run's own, before anything is sent. `steps` are kept when an unfinished run goes on. */
  async claim(
    { name, kind, checksum }: LoadedMigration,
    state: MigrationState,
    row: HistoryRow | undefined,
  ): Promise<HistoryRow> {
    const { run, executedBy, caspyVersion } = this.#identity;
    const values = [state, run, kind, checksum, new Date(), executedBy, caspyVersion];
    const set = 'state, run, kind, checksum, started_at, executed_by, caspy_version';
    const claimed = (found: HistoryRow | undefined): boolean => found?.run === run && found.state === state;
    if (row === undefined) {
      const cql = `INSERT INTO ${this.#table} (name, ${set}, statements, step_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0) IF NOT EXISTS`;
      await this.#write(name, cql, [name, ...values], claimed);
      return this.#require(name);
    }
    const assignments = set.replaceAll(/\w+/g, '$& = ?');
    // What was done belongs to the other direction when a finished migration is reverted.
    const reset = row.state === 'done' ? ', steps = [], step_count = 0, statements = 0, attempted = null' : '';
    const cql = `UPDATE ${this.#table} SET ${assignments}, error = null, finished_at = null${reset} WHERE name = ? IF run = ?`;
    await this.#write(name, cql, [...values, name, row.run], claimed);
    return this.#require(name);
  }

  /** Says which statement is sent next, when sending it twice would make a difference. */
  async attempt(name: string, statement: number): Promise<void> {
    const cql = `UPDATE ${this.#table} SET attempted = ? WHERE name = ? IF run = ?`;
    const { run } = this.#identity;
    await this.#write(name, cql, [statement, name, run], (row) => row?.run === run && row.attempted === statement);
  }

  /** Writes down that a step is done: the one after `count` others. */
  async note(name: string, entry: string, count: number, statements: number): Promise<void> {
    const { run } = this.#identity;
    const cql =
      `UPDATE ${this.#table} SET steps = steps + ?, step_count = ?, statements = ?, attempted = null ` +
      'WHERE name = ? IF run = ? AND step_count = ?';
    const params = [[entry], count + 1, statements, name, run, count];
    await this.#write(name, cql, params, (row) => row?.run === run && row.steps.length === count + 1);
  }

  async finish(name: string, duration: number): Promise<void> {
    const { run } = this.#identity;
    const cql = `UPDATE ${this.#table} SET state = 'done', finished_at = ?, duration = ?, attempted = null, error = null WHERE name = ? IF run = ?`;
    await this.#write(name, cql, [new Date(), duration, name, run], (row) => row?.run === run && row.state === 'done');
  }

  /** @param isCertain the statement that was attempted did nothing. */
  async fail(
    name: string,
    state: MigrationState,
    message: string,
    duration: number,
    isCertain: boolean,
  ): Promise<void> {
    const { run } = this.#identity;
    const certainly = isCertain ? ', attempted = null' : '';
    const cql = `UPDATE ${this.#table} SET state = ?, error = ?, duration = ?${certainly} WHERE name = ? IF run = ?`;
    await this.#write(
      name,
      cql,
      [state, message, duration, name, run],
      (row) => row?.run === run && row.state === state,
    );
  }

  /** What was reverted was never run. */
  async remove(name: string): Promise<void> {
    const cql = `DELETE FROM ${this.#table} WHERE name = ? IF run = ?`;
    await this.#write(name, cql, [name, this.#identity.run], (row) => row === undefined);
  }

  /** Takes the checksum of a file that was changed after it had been run. */
  async acceptChecksum({ name, kind, checksum }: LoadedMigration, row: HistoryRow): Promise<void> {
    const cql = `UPDATE ${this.#table} SET kind = ?, checksum = ? WHERE name = ? IF run = ?`;
    await this.#write(name, cql, [kind, checksum, name, row.run], (found) => found?.checksum === checksum);
  }

  /** Sends a lightweight transaction until it is known what became of it. @throws SchemaLockError when it was refused. */
  async #write(
    name: string,
    cql: string,
    params: readonly unknown[],
    isDone: (row: HistoryRow | undefined) => boolean,
  ): Promise<void> {
    let failure: Error | undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      failure = undefined;
      try {
        const { applied } = await this.#client.data('conditional', cql, params, LWT);
        if (applied === true) return;
      } catch (error) {
        if (!(error instanceof RequestError) || !(error.maybeApplied || error.retryable)) throw error;
        failure = error;
      }
      // Reading it serially completes or buries what the nodes still had in hand.
      if (isDone(await this.#read(name))) return;
      if (failure === undefined) break;
    }
    throw failure ?? takenOver(name);
  }

  async #require(name: string): Promise<HistoryRow> {
    const row = await this.#read(name);
    if (row?.run !== this.#identity.run) throw takenOver(name);
    return row;
  }

  async #read(name: string): Promise<HistoryRow | undefined> {
    const cql = `SELECT ${HISTORY_COLUMNS} FROM ${this.#table} WHERE name = ?`;
    const { rows } = await this.#client.data('read', cql, [name], SERIAL);
    return rows[0] === undefined ? undefined : readHistoryRow(rows[0]);
  }
}

function takenOver(name: string): SchemaLockError {
  return new SchemaLockError(
    `The lock of schema work was lost, and another process has taken over ${name}. Nothing more was sent.`,
    { code: 'CASPY_SCHEMA_LOCK_LOST', details: { migration: name } },
  );
}
