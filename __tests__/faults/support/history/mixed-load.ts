import { setTimeout as sleep } from 'node:timers/promises';
import type { Kind, Operation, Outcome } from './history';
import {
  HistoryAccount,
  HistoryCollection,
  HistoryCounter,
  HistoryEntry,
  HistoryPart,
  HistoryPrize,
  HistoryRegister,
} from './models';
import { type DataSource, OptimisticLockError, RequestError } from 'caspy';

export interface LoadOptions {
  readonly concurrency: number;
  /** Milliseconds that each client waits between two calls. */
  readonly pause: number;
  /** Names come again after so many; without end unless set. A history needs names that do not come again. */
  readonly names?: number;
  /** Hears of each call when it is over. */
  readonly onOperation: (operation: Operation) => void;
}

/** What a call comes to that did not throw; `done` and the value that was planned unless it says otherwise. */
interface Answer {
  readonly outcome?: 'refused';
  readonly value?: number;
}

type Call = Pick<Operation, 'kind' | 'key' | 'token' | 'value'>;

export const ROWS_OF_BATCH = 3;
const ACCOUNTS = 8;
const COUNTERS = 16;
const CONTENDERS = 4;
/** Elements of one collection: longer ones would be all that the load does. */
const COLLECTION_SIZE = 200;
/** Saved rows that are read again. */
const REMEMBERED = 256;

/** Of so many calls each kind has so many. */
const SHARES: readonly (readonly [Kind, number])[] = [
  ['save', 16],
  ['read', 24],
  ['overwrite', 12],
  ['insert if not exists', 10],
  ['optimistic lock', 8],
  ['increment', 10],
  ['set add', 8],
  ['list append', 4],
  ['logged batch', 8],
];
const ALL_SHARES = SHARES.reduce((sum, [, share]) => sum + share, 0);

/** Clients that do what applications do, each one thing after the other, until they are stopped. */
export class MixedLoad {
  readonly #dataSource: DataSource;
  readonly #options: LoadOptions;
  readonly #counts = new Map<Kind, number>();
  /** Saved rows, in the order in which they were acknowledged. */
  readonly #saved: { readonly id: string; readonly token: string }[] = [];
  #clients: Promise<unknown> | undefined = undefined;
  #isOver = false;

  constructor(dataSource: DataSource, options: LoadOptions) {
    this.#dataSource = dataSource;
    this.#options = options;
  }

  /** Makes the rows that an optimistic lock needs, and lets the clients go. */
  async start(): Promise<void> {
    const accounts = this.#dataSource.getRepository(HistoryAccount);
    for (let number = 0; number < ACCOUNTS; number++) {
      const id = `account ${number}`;
      const call = { kind: 'optimistic lock', key: id, token: 'first', value: 1 } as const;
      await this.#record(call, async () => {
        await accounts.save(accounts.create({ id, updates: 0, token: call.token }));
        return {};
      });
    }
    const clients = Array.from({ length: this.#options.concurrency }, (_, client) => this.#work(client));
    this.#clients = Promise.all(clients);
  }

  /** No new calls; those on their way end. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#clients;
  }

  async #work(client: number): Promise<void> {
    for (let turn = 1; !this.#isOver; turn++) {
      await this.#call(client, turn);
      await sleep(this.#options.pause);
    }
  }

  #call(client: number, turn: number): Promise<void> {
    const token = `${client}.${turn}`;
    const kind = randomKind();
    switch (kind) {
      case 'save':
        return this.#save(token);
      case 'read':
        return this.#read(token);
      case 'overwrite':
        return this.#overwrite(client, turn);
      case 'insert if not exists':
        return this.#insert(token);
      case 'optimistic lock':
        return this.#update(token);
      case 'increment':
        return this.#increment(token);
      case 'set add':
      case 'list append':
        return this.#extend(kind, token);
      case 'logged batch':
        return this.#batch(token);
    }
  }

  async #save(token: string): Promise<void> {
    const id = `entry ${this.#next('save')}`;
    const entries = this.#dataSource.getRepository(HistoryEntry);
    await this.#record({ kind: 'save', key: id, token, value: 1 }, async () => {
      await entries.save(entries.create({ id, token }));
      this.#saved.push({ id, token });
      if (this.#saved.length > REMEMBERED) this.#saved.shift();
      return {};
    });
  }

  async #overwrite(client: number, turn: number): Promise<void> {
    const id = `register ${client}`;
    const registers = this.#dataSource.getRepository(HistoryRegister);
    await this.#record({ kind: 'overwrite', key: id, token: String(turn), value: turn }, async () => {
      await registers.save(registers.create({ id, sequence: turn }));
      return {};
    });
  }

  async #read(token: string): Promise<void> {
    const saved = this.#saved[randomBelow(this.#saved.length)];
    if (saved === undefined || Math.random() < 0.5) {
      const key = `register ${randomBelow(this.#options.concurrency)}`;
      const registers = this.#dataSource.getRepository(HistoryRegister);
      await this.#record({ kind: 'read', key, token, value: 0 }, async () => {
        const row = await registers.get({ id: key });
        return { value: row?.sequence ?? 0 };
      });
      return;
    }
    const entries = this.#dataSource.getRepository(HistoryEntry);
    await this.#record({ kind: 'read', key: saved.id, token, value: 0 }, async () => {
      const row = await entries.get({ id: saved.id });
      if (row === null) return { value: 0 };
      return { value: row.token === saved.token ? 1 : -1 };
    });
  }

  async #insert(token: string): Promise<void> {
    const id = `prize ${Math.floor(this.#next('insert if not exists') / CONTENDERS)}`;
    const prizes = this.#dataSource.getRepository(HistoryPrize);
    await this.#record({ kind: 'insert if not exists', key: id, token, value: 1 }, async () => {
      const { applied } = await prizes.insert({ id, owner: token }, { ifNotExists: true, verify: Math.random() < 0.5 });
      return applied ? {} : { outcome: 'refused' };
    });
  }

  async #update(token: string): Promise<void> {
    const id = `account ${randomBelow(ACCOUNTS)}`;
    const accounts = this.#dataSource.getRepository(HistoryAccount);
    let account: HistoryAccount | null = null;
    await this.#record({ kind: 'read', key: id, token, value: 0 }, async () => {
      account = await accounts.get({ id });
      return { value: account?.version ?? 0 };
    });
    await this.#saveAccount(account, token);
  }

  async #saveAccount(account: HistoryAccount | null, token: string): Promise<void> {
    if (account === null) return;
    const { id, version } = account;
    account.updates += 1;
    account.token = token;
    await this.#record({ kind: 'optimistic lock', key: id, token, value: version + 1 }, async () => {
      await this.#dataSource.getRepository(HistoryAccount).save(account, { verify: Math.random() < 0.5 });
      return {};
    });
  }

  async #increment(token: string): Promise<void> {
    const id = `counter ${randomBelow(COUNTERS)}`;
    const by = 1 + randomBelow(3);
    await this.#record({ kind: 'increment', key: id, token, value: by }, async () => {
      await this.#dataSource.getRepository(HistoryCounter).increment({ id }, 'count', by);
      return {};
    });
  }

  async #extend(kind: 'set add' | 'list append', token: string): Promise<void> {
    const id = `${kind} ${Math.floor(this.#next(kind) / COLLECTION_SIZE)}`;
    const collections = this.#dataSource.getRepository(HistoryCollection);
    await this.#record({ kind, key: id, token, value: 1 }, async () => {
      if (kind === 'set add') await collections.updateCollection({ id }, 'tags', { add: [token] });
      else await collections.updateCollection({ id }, 'lines', { append: [token] });
      return {};
    });
  }

  async #batch(token: string): Promise<void> {
    const id = `batch ${this.#next('logged batch')}`;
    const parts = this.#dataSource.getRepository(HistoryPart);
    await this.#record({ kind: 'logged batch', key: id, token, value: 1 }, async () => {
      const rows = Array.from({ length: ROWS_OF_BATCH }, (_, number) =>
        parts.create({ id: `${id}/${number}`, batch: id, number, token }),
      );
      await this.#dataSource.batch((batch) => void batch.save(rows), { logged: true });
      return {};
    });
  }

  #next(kind: Kind): number {
    const count = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, count + 1);
    return count % (this.#options.names ?? Infinity);
  }

  async #record(call: Call, work: () => Promise<Answer>): Promise<void> {
    const startedAt = performance.now();
    let answer: { readonly outcome?: Outcome; readonly value?: number; readonly error?: string };
    try {
      answer = await work();
    } catch (error) {
      answer = outcomeOf(error);
    }
    const endedAt = performance.now();
    this.#options.onOperation({ ...call, startedAt, endedAt, outcome: 'done', ...answer });
  }
}

function outcomeOf(error: unknown): { readonly outcome: Outcome; readonly error?: string } {
  if (error instanceof OptimisticLockError) return { outcome: 'refused' };
  const code: unknown = Reflect.get(Object(error), 'code');
  const name = typeof code === 'string' ? code : String(error);
  return { outcome: error instanceof RequestError && error.maybeApplied ? 'unknown' : 'failed', error: name };
}

function randomKind(): Kind {
  let number = randomBelow(ALL_SHARES);
  for (const [kind, share] of SHARES) {
    if (number < share) return kind;
    number -= share;
  }
  return 'read';
}

function randomBelow(limit: number): number {
  return Math.floor(Math.random() * limit);
}
