import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeBehaviour, Reply } from '../../support/fake-cassandra';
import { failureOf, testFault } from '../support/fault';
import { connectionsOf, frameServer } from '../support/frame-server';
import { Fragile, Item, Line } from '../support/models';
import { pageOf } from '../support/pages';
import { PageTokenError } from 'caspy';

const COLUMNS = ['id', 'at', 'body'];

/** A partition in pages of so many rows each. */
function partition(...sizes: readonly number[]): FakeBehaviour {
  let row = 0;
  const pages = sizes.map((size, index) => {
    const rows = Array.from({ length: size }, () => ['p', String((row += 1)).padStart(3, '0'), 'x']);
    return pageOf(COLUMNS, rows, index + 1 < sizes.length ? `page ${index + 1}` : undefined, 'line');
  });
  return {
    onExecute: (_attempt, { pageState = 'page 0' }): Reply => ({ result: pages[Number(pageState.split(' ')[1])]! }),
  };
}

async function idsOf(rows: AsyncIterable<Line>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { at } of rows) ids.push(at);
  return ids;
}

async function consume(rows: AsyncIterable<object>): Promise<void> {
  for await (const _row of rows);
}

testFault(
  {
    number: 14,
    title: 'empty pages, at the start, in the middle and at the end',
    expected: 'every row is delivered, by every way to read',
    tool: 'F',
  },
  async () => {
    const where = { id: 'p' };
    const expected = Array.from({ length: 7 }, (_, index) => String(index + 1).padStart(3, '0'));
    for (const sizes of [
      [0, 3, 0, 0, 4],
      [3, 0, 4],
      [0, 0, 7, 0],
    ]) {
      await using server = await frameServer(partition(...sizes));
      const lines = server.dataSource.getRepository(Line);
      expect((await lines.find({ where })).map(({ at }) => at)).toEqual(expected);
      expect((await lines.filter(where).all()).map(({ at }) => at)).toEqual(expected);
      expect(await idsOf(lines.stream({ where }))).toEqual(expected);
      // Every range of the scan is answered with the same partition here.
      expect([...new Set(await idsOf(lines.scan()))].toSorted()).toEqual(expected);
      expect(await lines.filter(where).first()).toMatchObject({ at: '001' });
      const page = await lines.findPage({ where, size: 10 });
      expect(page.items.length + (page.next === null ? 0 : 1)).toBeGreaterThan(0);
    }
    return { lost: 0, attempts: '5 ways to read, 3 orders of pages' };
  },
);

testFault(
  {
    number: 15,
    title: 'a page token that was changed, or belongs to another query',
    expected: 'refused before anything is sent',
    tool: 'F',
  },
  async () => {
    const found: string[] = [];
    for (const pageTokenSecret of [undefined, 'a secret of thirty-two characters']) {
      await using server = await frameServer(partition(2, 2), pageTokenSecret === undefined ? {} : { pageTokenSecret });
      const lines = server.dataSource.getRepository(Line);
      const page = (id: string, after?: string) => lines.findPage({ where: { id }, size: 2, ...(after && { after }) });
      const { next } = await page('p');
      expect(next).not.toBeNull();
      expect((await page('p', next!)).items).toHaveLength(2);
      const before = server.fake.executes;
      const [middle] = [Math.floor(next!.length / 2)];
      const swapped = next![middle] === 'A' ? 'B' : 'A';
      const changed = next!.slice(0, middle) + swapped + next!.slice(middle + 1);
      const attempts = [
        page('p', changed),
        page('p', next!.slice(0, -3)),
        page('p', 'nonsense'),
        page('another', next!),
        server.dataSource.getRepository(Item).findPage({ where: { id: 'p' }, after: next! }),
      ];
      for (const attempt of attempts) {
        const { error } = await failureOf(attempt);
        expect(error).toBeInstanceOf(PageTokenError);
        found.push((error as PageTokenError).code);
      }
      expect(server.fake.executes).toBe(before);
    }
    return { attempts: `${found.length} forgeries, 0 requests`, errors: [...new Set(found)] };
  },
);

testFault(
  {
    number: 17,
    title: 'a consumer that is slower than the server',
    expected: 'at most two pages are held; `break` ends the reading',
    tool: 'F',
  },
  async () => {
    const size = 10;
    let pages = 0;
    const endless: FakeBehaviour = {
      onExecute: () => {
        pages += 1;
        const rows = Array.from({ length: size }, (_, row) => ['p', `${pages}-${row}`, 'x']);
        return { result: pageOf(COLUMNS, rows, `page ${pages}`, 'line') };
      },
    };
    await using server = await frameServer(endless);
    const lines = server.dataSource.getRepository(Line);
    let most = 0;
    for (const rows of [lines.stream({ where: { id: 'p' }, fetchSize: size }), lines.scan({ parallelism: 1 })]) {
      pages = 0;
      let seen = 0;
      for await (const _row of rows) {
        seen += 1;
        if (seen % size === 1) await sleep(20);
        most = Math.max(most, pages - Math.floor((seen - 1) / size));
        if (seen === 5 * size) break;
      }
      const asked = pages;
      await sleep(100);
      expect(pages).toBe(asked);
    }
    expect(most).toBeLessThanOrEqual(2);
    const { connections, inFlight } = connectionsOf(server.dataSource);
    expect(inFlight).toBe(0);
    return { attempts: `${most} pages held at most`, lost: 0, connections };
  },
);

testFault(
  {
    number: 18,
    title: 'a hook or a converter throws while rows are built',
    expected: 'that call alone is rejected; the connection serves the next one',
    tool: 'F',
  },
  async () => {
    const bodies = new Map([['bad converter', 'bad']]);
    const onExecute: FakeBehaviour['onExecute'] = (_attempt, { values }) => {
      const id = values[0]?.toString() ?? '';
      return { result: pageOf(['id', 'body'], [[id, bodies.get(id) ?? 'good']]) };
    };
    await using server = await frameServer({ onExecute });
    const items = server.dataSource.getRepository(Fragile);
    const accepted = server.fake.accepted;
    const ids = ['bad converter', 'bad hook', 'fine'];
    const [converter, hook, fine] = await Promise.allSettled(ids.map((id) => items.get({ id })));
    expect(converter).toMatchObject({ status: 'rejected' });
    expect(String(Reflect.get(converter!, 'reason'))).toContain('broken converter');
    expect(String(Reflect.get(hook!, 'reason'))).toContain('broken hook');
    expect(fine).toMatchObject({ status: 'fulfilled', value: { body: 'good' } });
    await failureOf(items.find({ where: { id: 'bad hook' } }));
    await failureOf(consume(items.stream({ where: { id: 'bad converter' } })));
    await expect(items.get({ id: 'fine' })).resolves.toMatchObject({ body: 'good' });
    expect(server.fake.accepted).toBe(accepted);
    const { connections, inFlight } = connectionsOf(server.dataSource);
    expect({ connections, inFlight }).toEqual({ connections: 1, inFlight: 0 });
    return { attempts: '1 each', connections };
  },
);
