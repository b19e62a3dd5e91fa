import { declinedError, usageError } from '../../../lib/cli/cli-error';
import { exitCodeOf } from '../../../lib/cli/exit-code';
import { reportOf } from '../../../lib/cli/report-error';
import {
  ConfigurationError,
  ConnectionError,
  MetadataError,
  PageTokenError,
  QueryError,
  QueryPlanError,
  TimeoutError,
  ValidationError,
} from '../../../lib/errors';
import { readConditions } from '../../../lib/query/conditions';
import { planQuery } from '../../../lib/query/plan';
import { Post, tableOf, User } from './support';

describe('exitCodeOf', () => {
  it.each<[unknown, number]>([
    [usageError('x'), 2],
    [declinedError('x'), 3],
    [new ConfigurationError('x', { code: 'CASPY_KEYSPACE_NOT_FOUND' }), 2],
    [new MetadataError([{ path: 'User', message: 'x' }]), 2],
    [new ValidationError('x'), 2],
    [new QueryPlanError('x'), 2],
    [new PageTokenError('x'), 2],
    [new ConnectionError('x'), 1],
    [new ConnectionError('x', { code: 'CASPY_AUTHENTICATION' }), 1],
    [new QueryError('x'), 1],
    [new TimeoutError('x'), 1],
    [new TypeError('x'), 1],
    ['x', 1],
  ])('%s', (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

function refusal(target: typeof User | typeof Post, where: object): unknown {
  const table = tableOf(target);
  try {
    const conditions = readConditions(table, where);
    return planQuery(table, { conditions, order: [], allowFiltering: false });
  } catch (error) {
    return error;
  }
}

describe('reportOf', () => {
  it('words a refused plan for the command line', () => {
    expect(reportOf(refusal(User, { age: 5 }))).toMatchObject({
      code: 'CASPY_QUERY_PLAN',
      message: expect.stringMatching(/^User\.age is neither part of the key nor indexed[^\n]*$/) as unknown,
      hints: expect.arrayContaining([
        '- query by the partition key: --filter id=…',
        '- add --allow-filtering, when the table is small',
      ]) as unknown,
    });
    expect(reportOf(refusal(Post, { number: 5 })).hints).toContain('- add the partition key: --filter authorId=…');
  });

  it('never names a method', () => {
    const reports = [refusal(User, { age: 5 }), refusal(Post, { number: 5 }), refusal(User, { marks: new Set() })];
    for (const { message, hints } of reports.map(reportOf)) {
      expect([message, ...hints].join('\n')).not.toMatch(/allowFiltering\(|In\(\)|Contains\(|scan\(|Token\(/);
    }
  });

  it('keeps the hint of its own errors and adds some to those of the library', () => {
    expect(reportOf(usageError('What.', 'Do.'))).toEqual({ code: 'CASPY_USAGE', message: 'What.', hints: ['Do.'] });
    expect(reportOf(new ConnectionError('x', { code: 'CASPY_AUTHENTICATION' })).hints).toHaveLength(1);
    expect(reportOf(new TypeError('x'))).toEqual({ code: 'CASPY_UNEXPECTED', message: 'x', hints: [] });
  });
});
