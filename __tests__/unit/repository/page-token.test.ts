import fc from 'fast-check';
import { PageTokenError, Raw } from '../../../lib/index';
import type { Statement } from '../../../lib/query/statement';
import type { TokenScope } from '../../../lib/repository/page-token';
import { openPageToken, sealPageState } from '../../../lib/repository/page-token';
import { repositoryOf, rowPage } from '../support/fake-executor';
import { KEY, Reading } from '../support/reading';

const statement = (cql: string): Statement => ({
  cql,
  kind: 'read',
  idempotent: true,
  operation: 'Reading.findPage',
  parameterTypes: [],
});

const scope: TokenScope = {
  statement: statement('SELECT a FROM ks.t WHERE a = ?'),
  params: [Buffer.from('x'), Buffer.from('yz')],
  secret: 'secret',
};

const states = fc.uint8Array({ minLength: 1, maxLength: 80 }).map((bytes) => Buffer.from(bytes));
const scopes = fc.constantFrom(scope, { ...scope, secret: undefined });
const REFUSED = /^Reading\.findPage: the page token was changed, or belongs to another query/;

describe('page tokens', () => {
  test('come back as they went, and fit into a URL', () => {
    fc.assert(
      fc.property(states, scopes, (state, within) => {
        const token = sealPageState(state, within);
        expect(token).toMatch(/^[\w-]+$/);
        expect(openPageToken(token, within).equals(state)).toBe(true);
      }),
    );
  });

  test('one changed, added or lost character anywhere is refused', () => {
    const characters = fc.constantFrom(...Array.from('ABCabc019-_=+/ \n.'));
    fc.assert(
      fc.property(states, scopes, fc.nat(), characters, fc.nat(2), (state, within, place, character, how) => {
        const token = sealPageState(state, within);
        const at = place % (token.length + 1);
        const changed = token.slice(0, at) + (how === 2 ? '' : character) + token.slice(how === 0 ? at : at + 1);
        fc.pre(changed !== token);
        expect(() => openPageToken(changed, within)).toThrow(REFUSED);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each<[string, Partial<TokenScope>]>([
    ['another statement', { statement: statement('SELECT b FROM ks.t WHERE a = ?') }],
    ['another keyspace', { statement: statement('SELECT a FROM other.t WHERE a = ?') }],
    ['other values', { params: [Buffer.from('x'), Buffer.from('yy')] }],
    ['values cut elsewhere', { params: [Buffer.from('xy'), Buffer.from('z')] }],
    ['one value less', { params: [Buffer.from('x')] }],
    ['null for a value', { params: [Buffer.from('x'), null] }],
    ['another secret', { secret: 'other' }],
    ['no secret', { secret: undefined }],
  ])('of %s are refused', (_, other) => {
    const token = sealPageState(Buffer.from('state'), scope);
    expect(() => openPageToken(token, { ...scope, ...other })).toThrow(PageTokenError);
    expect(() => openPageToken(token, scope)).not.toThrow();
  });

  test.each<unknown>(['', 'x', '====', '😀', 5, true, {}, ['a'], Buffer.from('a')])('%p is none', (token) => {
    expect(() => openPageToken(token, scope)).toThrow(PageTokenError);
  });

  test('parameters of Raw() count, of whatever type and length', () => {
    const seal = (param: unknown): string => sealPageState(Buffer.from('state'), { ...scope, params: [param] });
    const long = (last: number): number[] => [...Array.from({ length: 200 }, () => 0), last];
    const params = [
      1n,
      1,
      [1],
      null,
      'a',
      new Date(0),
      new Date(1),
      long(1),
      long(2),
      { a: 1 },
      'x'.repeat(20_000),
      ['x'.repeat(20_000) + 'y'],
      ['x'.repeat(20_000) + 'z'],
    ];
    const tokens = params.map(seal);
    expect(new Set(tokens).size).toBe(params.length);
    expect(params.map(seal)).toEqual(tokens);
  });
});

describe('findPage', () => {
  const ROW = { tenant: 't', day: null, sensor: 's', at: null };
  const where = { ...KEY, sensor: Raw('>', 'f(?)', [1n]) } as const;

  test('the token of one page opens the next one, and nothing else', async () => {
    const { repository, executor } = repositoryOf(Reading);
    const pageState = Buffer.from('next');
    executor.answers.push(rowPage([ROW], { pageState }), rowPage([ROW]));
    const { next, items } = await repository.findPage({ where, size: 1, select: ['sensor'] });
    expect(items).toEqual([{ sensor: 's' }]);
    expect(next).toMatch(/^[\w-]+$/);
    expect(executor.sent.map(({ options }) => [options?.fetchSize, options?.pageState])).toEqual([
      [1, undefined],
      [1, pageState],
    ]);
    executor.sent.splice(0);
    expect(await repository.findPage({ where, size: 5, select: ['sensor'], after: next })).toEqual({
      items: [],
      next: null,
    });
    expect(executor.take().options).toMatchObject({ fetchSize: 5, pageState });
    await expect(repository.findPage({ where, after: next })).rejects.toThrow(PageTokenError);
    await expect(repository.findPage({ where: KEY, select: ['sensor'], after: next })).rejects.toThrow(PageTokenError);
    expect(executor.sent).toEqual([]);
  });

  test('short and empty pages of the server are filled up; the last page has no token', async () => {
    const { repository, executor } = repositoryOf(Reading);
    const pageState = Buffer.from('more');
    executor.answers.push(rowPage([ROW], { pageState }), rowPage([], { pageState }), rowPage([ROW]));
    const page = await repository.findPage({ where: KEY, size: 5 });
    expect([page.items.length, page.next]).toEqual([2, null]);
    expect(executor.sent.map(({ options }) => options?.fetchSize)).toEqual([5, 4, 4]);
  });

  test('a full page whose rest is empty is the last', async () => {
    const { repository, executor } = repositoryOf(Reading);
    const pageState = Buffer.from('more');
    executor.answers.push(rowPage([ROW], { pageState }), rowPage([], { pageState }), rowPage([]));
    expect(await repository.findPage({ where: KEY, size: 1 })).toMatchObject({ next: null });
  });

  test.each([0, 1.5, 10_001, '5'])('a size of %p is refused', async (size) => {
    const { repository } = repositoryOf(Reading);
    await expect(repository.findPage({ where: KEY, size: size as number })).rejects.toThrow(/'size' is/);
  });
});
