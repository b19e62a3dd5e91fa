import type { RowValues } from './rows';

/** A row as any contender may give it: collections as arrays and objects, numbers and keys as objects of a driver. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** How many rows, and a sum over all their columns that does not depend on their order. */
export interface Digest {
  readonly rows: number;
  readonly sum: number;
}

export function digestOf(rows: Iterable<AnyRow | RowValues>): Digest {
  let count = 0;
  let sum = 0;
  for (const row of rows) {
    count += 1;
    sum += hash(canonical(row));
  }
  return { rows: count, sum };
}

/** @throws Error unless both are the same. */
export function sameDigest(what: string, found: Digest, wanted: Digest): void {
  if (found.rows !== wanted.rows) throw new Error(`${what}: ${found.rows} rows instead of ${wanted.rows}.`);
  if (found.sum !== wanted.sum) throw new Error(`${what}: the checksum over all columns differs.`);
}

function canonical(row: AnyRow): string {
  const { owner, seq, name, email, city, age, visits, score, active, tags, labels } = row;
  const createdAt = (row.createdAt ?? row.created_at) as Date | undefined;
  const values = [String(owner), seq, name, email, city, age, String(visits), score, active, createdAt?.getTime()];
  return JSON.stringify([...values, items(tags), entries(labels)]);
}

function items(value: unknown): unknown {
  return value instanceof Set || Array.isArray(value) ? [...(value as Iterable<string>)].toSorted() : value;
}

function entries(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const pairs = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return pairs.toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** FNV-1a with 32 bits: enough to find a wrong byte, and quick. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
