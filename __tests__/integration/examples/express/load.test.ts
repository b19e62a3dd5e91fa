import { dropTestData, testConnection, uniqueKeyspace } from '../../support/test-data-source';
import { compileExample, start } from './support';
import { DataSource } from 'caspy';

const keyspace = uniqueKeyspace();

beforeAll(compileExample, 120_000);
afterAll(async () => dropTestData(await new DataSource({ ...testConnection(), keyspace }).initialize()));

test('64 connections at once: every answer is a good one, and the heap does not grow', async () => {
  const running = start('load.js', { CASPY_KEYSPACE: keyspace, LOAD_SECONDS: '4' });
  const ended = await running.ended;
  process.stderr.write(`${running.lines.slice(-3).join('\n')}\n`);
  expect(ended).toEqual([0, null]);
  expect(running.lines.join('\n')).toMatch(/64 connections, 4 s: [1-9]\d* answers, 0 failures/);
}, 120_000);
