import type { Client } from 'cassandra-driver';
import { collectYoung, measure, type Measurement } from '../core/measure';
import { driverOperations } from '../suite/contenders/driver';
import { type Data, GROUP_ROWS } from '../suite/data';
import { ownerOf } from '../suite/owner-of';
import { BulkRow, makeRow, type RowValues, SingleRow } from '../suite/rows';
import type { DataSource, Repository } from 'caspy';

/** Work whose cost is compared with the driver's own for the same. */
export const WORKS = ['save', 'get', 'partition', 'partition, fast decode', 'bulkSave'] as const;
export type Work = (typeof WORKS)[number];

/** One side: does the work once and answers what it took. */
export type Side = (work: Work) => Promise<Measurement>;

const SINGLES = 500;
const PARTITIONS = 5;
const BULK_ROWS = 1_000;
const CONCURRENCY = 32;
const PARTITION_ROWS = 1_000;

const ROWS = Array.from({ length: SINGLES }, (_, index) => makeRow(ownerOf(1, index), 0, index));
const BULK = Array.from({ length: BULK_ROWS }, (_, index) =>
  makeRow(ownerOf(2, Math.floor(index / GROUP_ROWS)), index % GROUP_ROWS, index),
);
const DATA: Data = {
  singles: ROWS,
  bulkAlone: [],
  bulkGrouped: BULK,
  partitionOwners: [],
  sliceOwners: [],
  pagesOwner: '',
  largeRows: 0,
  ages: new Int32Array(0),
  changedAges: new Int32Array(0),
};

/** Prepared statements, written by hand: the same as in the suite. */
export function driverSide(client: Client): Side {
  const { save, get, partition, bulk } = driverOperations(client, DATA);
  return (work) => {
    switch (work) {
      case 'save':
        return sample(SINGLES, CONCURRENCY, save);
      case 'get':
        return sample(SINGLES, CONCURRENCY, (index) => checkedGet(get, index));
      case 'bulkSave':
        return sample(1, 1, () => bulk('bulkGrouped', BULK_ROWS));
      default:
        return sample(PARTITIONS, 4, () => checkedPartition(partition));
    }
  };
}

/** The repository, as an application uses it. */
export function caspySide(plain: DataSource, fast: DataSource): Side {
  const rows = plain.getRepository(SingleRow);
  const bulkRows = plain.getRepository(BulkRow);
  const fastRows = fast.getRepository(SingleRow);
  return (work) => {
    switch (work) {
      case 'save': {
        const entities = ROWS.map((row) => rows.create(row));
        return sample(SINGLES, CONCURRENCY, (index) => rows.save(entities[index]!));
      }
      case 'get':
        return sample(SINGLES, CONCURRENCY, (index) => checkedGet((owner) => rows.get({ owner, seq: 0 }), index));
      case 'bulkSave': {
        const entities = BULK.map((row) => bulkRows.create(row));
        return sample(1, 1, () => checkedBulk(bulkRows, entities));
      }
      case 'partition':
        return sample(PARTITIONS, 4, () => checkedPartition((owner) => rows.findBy({ owner })));
      case 'partition, fast decode':
        return sample(PARTITIONS, 4, () => checkedPartition((owner) => fastRows.findBy({ owner })));
    }
  };
}

function sample(count: number, concurrency: number, work: (index: number) => Promise<unknown>): Promise<Measurement> {
  return measure(count, concurrency, work, collectYoung);
}

async function checkedGet(get: (owner: string) => Promise<RowValues | null>, index: number): Promise<void> {
  const row = await get(ROWS[index]!.owner);
  if (row?.name !== ROWS[0]!.name) throw new Error('A row is not what the server sent.');
}

async function checkedPartition(read: (owner: string) => Promise<readonly RowValues[]>): Promise<void> {
  const rows = await read(ROWS[0]!.owner);
  if (rows.length !== PARTITION_ROWS || rows.at(-1)!.seq !== PARTITION_ROWS - 1) {
    throw new Error('A partition is not what the server sent.');
  }
}

async function checkedBulk(rows: Repository<BulkRow>, entities: readonly BulkRow[]): Promise<void> {
  const { written } = await rows.bulkSave(entities);
  if (written !== BULK_ROWS) throw new Error(`${written} of ${BULK_ROWS} rows were written.`);
}
