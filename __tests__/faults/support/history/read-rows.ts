import type { FinalRow, Operation } from './history';
import {
  HistoryAccount,
  HistoryCollection,
  HistoryCounter,
  HistoryEntry,
  HistoryPart,
  HistoryPrize,
  HistoryRegister,
} from './models';
import type { DataSource, EntityClass } from 'caspy';

const QUORUM = { consistency: 'QUORUM', timeout: 60_000 } as const;
const SERIAL = { consistency: 'SERIAL', timeout: 60_000 } as const;
const AT_ONCE = 16;

/** Every row of every table of a history, read at QUORUM. */
export async function readRows(dataSource: DataSource): Promise<Map<string, FinalRow>> {
  const rows = new Map<string, FinalRow>();
  const read = async <E extends object>(model: EntityClass<E>, take: (entity: E) => void): Promise<void> => {
    for await (const entity of dataSource.getRepository(model).stream({ ...QUORUM, fetchSize: 500 })) take(entity);
  };
  await read(HistoryEntry, ({ id, token }) => rows.set(id, rowOf(1, token)));
  await read(HistoryRegister, ({ id, sequence }) => rows.set(id, rowOf(sequence, String(sequence))));
  await read(HistoryPrize, ({ id, owner }) => rows.set(id, rowOf(1, owner)));
  await read(HistoryAccount, (account) => rows.set(account.id, accountRow(account)));
  await read(HistoryCounter, ({ id, count }) => rows.set(id, rowOf(Number(count), '')));
  await read(HistoryCollection, ({ id, tags, lines }) => rows.set(id, rowOf(1, '', [...tags, ...lines])));
  await read(HistoryPart, ({ batch, number, token }) => {
    rows.set(batch, rowOf(1, token, [...(rows.get(batch)?.elements ?? []), String(number)]));
  });
  return rows;
}

/** Rows of conditional writes whose outcome is not known, read at SERIAL, which ends what Paxos has begun. */
export async function readSettled(
  dataSource: DataSource,
  operations: readonly Operation[],
): Promise<Map<string, FinalRow>> {
  const settled = new Map<string, FinalRow>();
  const keys = new Set(operations.filter(isConditional).map(({ key }) => key));
  const left = [...keys];
  const reader = async (): Promise<void> => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      const row = await readSerial(dataSource, key);
      if (row !== undefined) settled.set(key, row);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return settled;
}

/** Of those who contend for a row an unknown one may have won; an account is settled by its own last update. */
function isConditional({ kind, outcome }: Operation): boolean {
  return kind === 'optimistic lock' || (kind === 'insert if not exists' && outcome === 'unknown');
}

async function readSerial(dataSource: DataSource, id: string): Promise<FinalRow | undefined> {
  if (id.startsWith('account')) {
    const account = await dataSource.getRepository(HistoryAccount).get({ id }, SERIAL);
    return account === null ? undefined : accountRow(account);
  }
  const prize = await dataSource.getRepository(HistoryPrize).get({ id }, SERIAL);
  return prize === null ? undefined : rowOf(1, prize.owner);
}

function accountRow({ version, token, updates }: HistoryAccount): FinalRow {
  return rowOf(version, token, [String(updates)]);
}

function rowOf(value: number, token: string, elements: readonly string[] = []): FinalRow {
  return { value, token, elements };
}
