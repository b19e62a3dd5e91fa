import { Writable } from 'node:stream';
import { pino } from 'pino';
import { pinoLogger, QueryError } from 'caspy';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly type: string; readonly message: string };
}

test('every topic is a line of pino, with fields', () => {
  const lines: Line[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Line);
      done();
    },
  });
  const logger = pinoLogger(pino({ level: 'debug' }, sink));
  logger.logQuery('SELECT 1', undefined);
  logger.logQuerySlow(12.5, 'SELECT 2', ['x']);
  logger.logQueryError(new QueryError('refused'), 'SELECT 3', undefined);
  logger.logSchema('CREATE TABLE t');
  logger.log('warn', 'careful');
  logger.log('info', 'fine');
  expect(lines).toMatchObject([
    { level: 20, msg: 'query', cql: 'SELECT 1' },
    { level: 40, msg: 'slow query', milliseconds: 12.5, cql: 'SELECT 2', parameters: ['x'] },
    { level: 50, msg: 'query failed', err: { type: 'QueryError', message: 'refused' } },
    { level: 30, msg: 'schema', cql: 'CREATE TABLE t' },
    { level: 40, msg: 'careful' },
    { level: 30, msg: 'fine' },
  ]);
  expect(lines[0]).not.toHaveProperty('parameters');
});
