import { RequestError } from '../../errors';
import type { SchemaClient, SchemaPage, SchemaRequestOptions } from '../schema-client';
import type { LockHolder, LockOwner } from './lock-options';
import { lockTable } from './lock-table';
import { patiently } from './patiently';

/** A lightweight transaction that everybody sees, in every data centre. */
const LWT: SchemaRequestOptions = { consistency: 'QUORUM', serialConsistency: 'SERIAL', timeout: 10_000 };
const PLAIN: SchemaRequestOptions = { consistency: 'QUORUM', timeout: 10_000 };
/** Completes or buries a transaction whose outcome is unknown before it answers. */
const SERIAL: SchemaRequestOptions = { consistency: 'SERIAL', timeout: 10_000 };

/** The row of one lock in Cassandra: what is read from it and written to it, each by one statement. */
export class LockRow {
  readonly #client: SchemaClient;
  readonly #table: string;
  readonly #name: string;
  readonly #owner: LockOwner;
  readonly #ttl: number;

  constructor(client: SchemaClient, keyspace: string, name: string, owner: LockOwner, ttl: number) {
    this.#client = client;
    this.#table = lockTable(keyspace);
    this.#name = name;
    this.#owner = owner;
    this.#ttl = ttl;
  }

  /** Writes the row if there is none. Answers who has the lock otherwise; undefined when it is ours. */
  async tryTake(): Promise<LockHolder | undefined> {
    const { id, host, pid } = this.#owner;
    const cql = `INSERT INTO ${this.#table} (name, owner, host, pid, since) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS USING TTL ?`;
    try {
      const page = await patiently(() =>
        this.#client.data('conditional', cql, [this.#name, id, host, pid, new Date(), this.#ttl], LWT),
      );
      return page.applied === true ? undefined : this.#othersOf(page);
    } catch (error) {
      if (!(error instanceof RequestError) || !error.maybeApplied) throw error;
      return this.#othersOf(await patiently(() => this.#read(SERIAL)), error);
    }
  }

  /** Who has the lock now; undefined when nobody has. */
  async holder(): Promise<LockHolder | undefined> {
    return holderOf(await patiently(() => this.#read(PLAIN)));
  }

  /** Starts the time to live again. False when the row is no longer ours. */
  async renew(since: Date, timeout: number): Promise<boolean> {
    const { id, host, pid } = this.#owner;
    const cql = `UPDATE ${this.#table} USING TTL ? SET owner = ?, host = ?, pid = ?, since = ? WHERE name = ? IF owner = ?`;
    const params = [this.#ttl, id, host, pid, since, this.#name, id];
    const { applied } = await this.#client.data('conditional', cql, params, { ...LWT, timeout });
    return applied === true;
  }

  /** Takes the row away if it is ours. May be repeated. */
  async release(): Promise<void> {
    const cql = `DELETE FROM ${this.#table} WHERE name = ? IF owner = ?`;
    await patiently(() => this.#client.data('conditional', cql, [this.#name, this.#owner.id], LWT));
  }

  #read(options: SchemaRequestOptions): Promise<SchemaPage> {
    const cql = `SELECT owner, host, pid, since FROM ${this.#table} WHERE name = ?`;
    return this.#client.data('read', cql, [this.#name], options);
  }

  /** The holder, unless it is us. Without a row the transaction was not applied, and `error` says why. */
  #othersOf(page: SchemaPage, error?: Error): LockHolder | undefined {
    const holder = holderOf(page);
    if (holder === undefined && error !== undefined) throw error;
    return holder?.id === this.#owner.id ? undefined : (holder ?? UNKNOWN);
  }
}

/** A row that was there a moment ago and has expired since. */
const UNKNOWN: LockHolder = { id: '', host: 'an unknown host', pid: 0, since: undefined };

function holderOf({ rows: [row] }: SchemaPage): LockHolder | undefined {
  if (row === undefined || typeof row.owner !== 'string') return undefined;
  const { owner, host, pid, since } = row;
  return { id: owner, host: String(host), pid: Number(pid), since: since instanceof Date ? since : undefined };
}
