import { inspect } from 'node:util';
import { Column, ClusteringKey, PageTokenError, PartitionKey, Table } from '../../../lib/index';
import { sealPageState } from '../../../lib/repository/page-token';
import type { FakeExecutor } from '../support/fake-executor';
import { repositoryOf, rowPage } from '../support/fake-executor';

@Table('lines')
class Line {
  @PartitionKey() id!: string;
  @ClusteringKey() at!: string;
  @Column() body!: string;
}

/** The same columns, in another table. */
@Table('other_lines')
class OtherLine {
  @PartitionKey() id!: string;
  @ClusteringKey() at!: string;
  @Column() body!: string;
}

const SECRET = 'canary-secret-of-the-application';
const STATE = Buffer.from('canary-state');
const VALUE = 'canary-value';
const where = { id: VALUE };

type Query = Parameters<ReturnType<typeof repositoryOf<Line>>['repository']['findPage']>[0];

/** The token of the first page of a query. */
async function tokenOf(query: Query = { where }, secret: string | undefined = SECRET): Promise<string> {
  const { repository, executor } = repositoryOf(Line, secret);
  executor.answers.push(rowPage([{ id: VALUE, at: 'a', body: 'b' }], { pageState: STATE }), rowPage([{ id: VALUE }]));
  const { next } = await repository.findPage({ ...query, size: 1 });
  return next ?? '';
}

const changed = (token: string, at: number): string =>
  token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);

/** A forgery, and the table that it is handed to. */
type Forgery = readonly [number: number, what: string, forge: () => Promise<unknown>, target?: typeof OtherLine];
const FORGERIES: readonly Forgery[] = [
  [1, 'no token at all', async () => 'nonsense'],
  [2, 'an empty one', async () => ''],
  [3, 'a list, as query strings hold them', async () => [await tokenOf()]],
  [4, 'an object', async () => ({ token: await tokenOf() })],
  [5, 'another version', async () => changed(await tokenOf(), 0)],
  [6, 'a changed digest', async () => changed(await tokenOf(), 10)],
  [7, 'a changed state', async () => changed(await tokenOf(), 30)],
  [8, 'cut at its end', async () => (await tokenOf()).slice(0, -3)],
  [9, 'cut down to the digest', async () => (await tokenOf()).slice(0, 22)],
  [10, 'something behind it', async () => `${await tokenOf()}AAAA`],
  [11, 'another spelling of the same bytes', async () => `${await tokenOf()}=`],
  [12, 'the bare state of the driver', async () => STATE.toString('hex')],
  [13, 'of another partition', async () => tokenOf({ where: { id: 'other' } })],
  [14, 'of another condition', async () => tokenOf({ where: { ...where, at: 'a' } })],
  [15, 'of another order', async () => tokenOf({ where, order: { at: 'DESC' } })],
  [16, 'of another selection', async () => tokenOf({ where, select: ['at'] })],
  [17, 'of the whole table', async () => tokenOf({})],
  [18, 'of another table', async () => tokenOf(), OtherLine],
  [19, 'of another secret', async () => tokenOf({ where }, 'another secret')],
  [20, 'made without a secret', async () => tokenOf({ where }, '')],
  [
    21,
    'made by who knows the code, but not the secret',
    async () => {
      const { repository, executor } = repositoryOf(Line);
      await repository.findPage({ where });
      const { statement, params } = executor.sent[0]!;
      return sealPageState(STATE, { statement, params, secret: undefined });
    },
  ],
];

async function forged(after: unknown, target: typeof OtherLine): Promise<[unknown, FakeExecutor]> {
  const { repository, executor } = repositoryOf(target, SECRET);
  const error: unknown = await repository.findPage({ where, after: after as string }).catch((each: unknown) => each);
  return [error, executor];
}

test.each(FORGERIES.map(([number, what, forge, target = Line]) => ({ number, what, forge, target })))(
  '$number: $what',
  async ({ forge, target }) => {
    const token = await forge();
    const [error, { sent }] = await forged(token, target);
    expect(error).toBeInstanceOf(PageTokenError);
    expect(error).toMatchObject({ code: 'CASPY_PAGE_TOKEN' });
    expect(sent).toEqual([]);
    const said = `${inspect(error, { depth: Infinity })}${JSON.stringify(error)}`;
    for (const secret of [SECRET, STATE.toString(), VALUE, STATE.toString('base64url'), STATE.toString('hex')]) {
      expect(said).not.toContain(secret);
    }
    if (typeof token === 'string' && token.length > 8) expect(said).not.toContain(token);
  },
);

test('the right one is taken', async () => {
  const [page, { sent }] = await forged(await tokenOf(), Line);
  expect(page).toEqual({ items: [], next: null });
  expect(sent[0]?.options?.pageState).toEqual(STATE);
});

test('of a row of another keyspace', async () => {
  const token = await tokenOf();
  const { repository, executor } = repositoryOf(Line, SECRET);
  const elsewhere = repository.withKeyspace('elsewhere').findPage({ where, after: token });
  await expect(elsewhere).rejects.toThrow(PageTokenError);
  expect(executor.sent).toEqual([]);
});
