import { createHash } from 'node:crypto';
import { ownerOf } from '../suite/owner-of';
import { makeRow } from '../suite/rows';
import { cellsOf, int, short, specOf, text16 } from './cells';

const KEYSPACE = 'ks';
const PARTITION_ROWS = 1_000;
const VOID = int(1);

/** What the fake server answers to one statement: made when it is prepared, sent as it is from then on. */
export interface Prepared {
  readonly id: Buffer;
  readonly response: Buffer;
  readonly result: Buffer;
}

/** Reads just enough of the statements of this benchmark: names of parameters, names of columns. */
export function prepare(cql: string): Prepared {
  const id = createHash('md5').update(cql).digest();
  const parameters = parametersOf(cql);
  const columns = columnsOf(cql);
  const specs = parameters.map(specOf);
  const key = parameters.indexOf('owner');
  const keys = key === -1 ? [int(0)] : [int(1), short(key)];
  const bound = [int(1), int(parameters.length), ...keys, text16(KEYSPACE), text16('bench_row'), ...specs];
  const described = columns === undefined ? [int(4), int(0)] : metadata(columns);
  return {
    id,
    response: Buffer.concat([int(4), short(id.length), id, ...bound, ...described]),
    result: columns === undefined ? VOID : rowsOf(columns, parameters.includes('seq') ? 1 : PARTITION_ROWS),
  };
}

function parametersOf(cql: string): string[] {
  const inserted = /^INSERT INTO [^(]+\(([^)]+)\)/i.exec(cql);
  if (inserted !== null) return names(inserted[1]!);
  return [...cql.matchAll(/"?(\w+)"?\s*=\s*\?/g)].map(([, name]) => name!);
}

function columnsOf(cql: string): string[] | undefined {
  const selected = /^SELECT (.+?) FROM/i.exec(cql);
  return selected === null ? undefined : names(selected[1]!);
}

function names(list: string): string[] {
  return list.split(',').map((name) => name.trim().replaceAll('"', ''));
}

function metadata(columns: readonly string[]): Buffer[] {
  return [int(1), int(columns.length), text16(KEYSPACE), text16('bench_row'), ...columns.map(specOf)];
}

function rowsOf(columns: readonly string[], count: number): Buffer {
  const owner = ownerOf(1, 0);
  const cells = Array.from({ length: count }, (_, seq) => cellsOf(makeRow(owner, seq, seq), columns));
  return Buffer.concat([int(2), ...metadata(columns), int(count), ...cells]);
}
