import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, Logger, QueryMessage } from 'caspy';
import { Column, PartitionKey, Table } from 'caspy';

@Table()
class Note {
  @PartitionKey('int') id!: number;
  @Column() text!: string;
}

const slow: [milliseconds: number, cql: string, parameters: readonly unknown[] | undefined][] = [];
const logger: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: (milliseconds, cql, parameters) => slow.push([milliseconds, cql, parameters]),
  logSchema: () => undefined,
  log: () => undefined,
};
let dataSource: DataSource;
afterEach(async () => {
  await dropTestData(dataSource);
  slow.length = 0;
});

test('slow queries are logged from the threshold on, without their values', async () => {
  dataSource = await testDataSource({ entities: [Note], logger, slowQueryThreshold: 0.001 });
  slow.length = 0;
  await dataSource.getRepository(Note).save({ id: 1, text: 'secret' });
  expect(slow).toEqual([[expect.any(Number), expect.stringContaining('INSERT INTO'), undefined]]);
  expect(slow[0]![0]).toBeGreaterThanOrEqual(0.001);
});

test('what is faster than the threshold is not logged', async () => {
  dataSource = await testDataSource({ entities: [Note], logger, slowQueryThreshold: 600_000 });
  await dataSource.getRepository(Note).save({ id: 1, text: 'secret' });
  expect(slow).toEqual([]);
});

test('a subscriber of caspy:query hears of each request, in the words of docs/observability.md', async () => {
  dataSource = await testDataSource({ entities: [Note] });
  const messages: QueryMessage[] = [];
  const listen = (message: unknown): unknown => messages.push(message as QueryMessage);
  subscribe('caspy:query', listen);
  await dataSource.getRepository(Note).save({ id: 1, text: 'secret' });
  await dataSource.getRepository(Note).find({ where: { id: 1 } });
  await expect(dataSource.execute('SELECT x FROM note')).rejects.toThrow();
  unsubscribe('caspy:query', listen);
  await dataSource.getRepository(Note).find({ where: { id: 1 } });
  expect(messages).toMatchObject([
    { operation: 'Note.save', kind: 'write', attempts: 1, rows: 0, parameterTypes: ['int', 'text'], error: undefined },
    { operation: 'Note.find', kind: 'read', rows: 1, coordinator: expect.stringMatching(/^[\d.]+:\d+$/) },
    { error: { code: 'CASPY_INVALID_QUERY' } },
  ]);
  for (const { duration, queued } of messages) {
    expect(duration).toBeGreaterThan(0);
    expect(queued).toBeGreaterThanOrEqual(0);
  }
  expect(JSON.stringify(messages)).not.toContain('secret');
});
