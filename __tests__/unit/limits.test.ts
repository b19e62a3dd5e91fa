import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ClusteringKey,
  Column,
  ConfigurationError,
  PartitionKey,
  QueryPlanError,
  Table,
  ValidationError,
} from '../../lib/index';
import type { Repository } from '../../lib/index';
import { Batch } from '../../lib/repository/batch';
import { sendBatch } from '../../lib/repository/send-batch';
import { MAX_PREPARED } from '../../lib/session/client-options';
import { resolveOptions } from '../../lib/session/resolved-options';
import { parseCqlType } from '../../lib/types/parse-cql-type';
import { repositoryOf } from './support/fake-executor';

@Table()
class Note {
  @PartitionKey() id!: string;
  @ClusteringKey('int') seq!: number;
  @Column() body!: string;
}

const { repository: notes, executor } = repositoryOf(Note);
const MEGABYTE = 'x'.repeat(1 << 20);
const PAGE = readFileSync(join(__dirname, '../../docs/limits.md'), 'utf8');

beforeEach(() => {
  executor.sent.splice(0);
  executor.batches.splice(0);
});

test('a key has up to 65,535 bytes', async () => {
  await notes.get({ id: 'x'.repeat(65_535), seq: 1 });
  expect(executor.sent).toHaveLength(1);
  const refused = notes.get({ id: 'x'.repeat(65_536), seq: 1 });
  await expect(refused).rejects.toThrow(ValidationError);
  await expect(refused).rejects.toThrow('Note.id has 65536 bytes; a key has at most 65535');
  expect(executor.sent).toHaveLength(1);
});

test('a TTL has up to 630,720,000 seconds', async () => {
  const note = { id: 'a', seq: 1, body: 'b' };
  await notes.insert(note, { ttl: 630_720_000 });
  const refused = notes.insert(note, { ttl: 630_720_001 });
  await expect(refused).rejects.toThrow(ConfigurationError);
  await expect(refused).rejects.toThrow("Note: 'ttl' is a whole number of seconds from 0 to 630720000 (20 years).");
  expect(executor.sent).toHaveLength(1);
});

test('a type has up to 32 levels', () => {
  const nested = (levels: number): string => `${'frozen<list<'.repeat(levels)}int${'>>'.repeat(levels)}`;
  expect(() => parseCqlType(nested(32))).not.toThrow();
  expect(() => parseCqlType(nested(33))).toThrow(/Types nest at most 32 deep/);
});

test('a batch to one partition has up to 16 MiB', async () => {
  const send = (megabytes: number): Promise<unknown> => {
    const batch = new Batch(() => (notes as unknown as Repository<object>).writer);
    for (let seq = 0; seq < megabytes; seq += 1) batch.save(notes.create({ id: 'a', seq, body: MEGABYTE }));
    return sendBatch(batch.close(), {});
  };
  await send(15);
  expect(executor.batches).toHaveLength(1);
  const refused = send(16);
  await expect(refused).rejects.toThrow(QueryPlanError);
  await expect(refused).rejects.toThrow(/bytes in 16 statements; 16777216 are allowed/);
  expect(executor.batches).toHaveLength(1);
});

test('docs/limits.md has the defaults of the pool', () => {
  const { maxInFlight, queueLimit, queueTimeout, requestTimeout } = resolveOptions({});
  expect([maxInFlight, queueLimit, queueTimeout, requestTimeout, MAX_PREPARED]).toEqual([
    256, 65_536, 30_000, 5000, 1000,
  ]);
  for (const row of [
    /^\| requests on their way +\| 256 /m,
    /^\| requests that wait +\| 65,536 /m,
    /^\| time to wait +\| 30 s /m,
    /^\| time of a request, retries included +\| 5 s /m,
    /^\| statement texts +\| 1,000 /m,
  ]) {
    expect(PAGE).toMatch(row);
  }
});
