import { BoundedCache } from '../../../lib/repository/bounded-cache';
import { forEachBounded } from '../../../lib/repository/for-each-bounded';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('BoundedCache', () => {
  test('makes an entry once and forgets what was used longest ago', () => {
    const cache = new BoundedCache<string>(2);
    const made: string[] = [];
    const get = (key: string): string =>
      cache.getOrMake(key, () => {
        made.push(key);
        return key.toUpperCase();
      });
    expect([get('a'), get('b'), get('a'), get('c'), get('a')]).toEqual(['A', 'B', 'A', 'C', 'A']);
    expect(made).toEqual(['a', 'b', 'c']);
    get('b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(cache.size).toBe(2);
  });

  test('keeps nothing when making fails', () => {
    const cache = new BoundedCache<string>(2);
    const fail = (): never => {
      throw new Error('no');
    };
    expect(() => cache.getOrMake('a', fail)).toThrow('no');
    expect(cache.size).toBe(0);
    expect(cache.getOrMake('a', () => 'second')).toBe('second');
  });
});

describe('forEachBounded', () => {
  test('runs everything, never more than the limit at a time', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await forEachBounded([1, 2, 3, 4, 5, 6, 7], 3, async (n) => {
      running += 1;
      most = Math.max(most, running);
      await settle();
      running -= 1;
      done.push(n);
    });
    expect(most).toBe(3);
    expect(done).toHaveLength(7);
  });

  test('takes items only as they are needed', async () => {
    let taken = 0;
    function* items(): Generator<number> {
      for (;;) yield (taken += 1);
    }
    const work = (n: number): Promise<void> => (n === 10 ? Promise.reject(new Error('enough')) : Promise.resolve());
    await expect(forEachBounded(items(), 2, work)).rejects.toThrow('enough');
    expect(taken).toBeLessThan(14);
  });

  test('after a failure nothing is begun, what is on its way is waited for, the first failure is thrown', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (n: number): Promise<void> => {
      begun.push(n);
      // The second item fails first, the first one later.
      await settle();
      if (n === 1) {
        await settle();
        ended.push(n);
        throw new Error('late');
      }
      ended.push(n);
      if (n === 2) throw new Error('early');
    };
    await expect(forEachBounded([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow('early');
    expect(begun).toEqual([1, 2]);
    expect(ended).toEqual([2, 1]);
  });

  test('closes its source after a failure', async () => {
    let closed = false;
    function* items(): Generator<number> {
      try {
        for (let n = 0; ; n += 1) yield n;
      } finally {
        closed = true;
      }
    }
    await expect(forEachBounded(items(), 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(closed).toBe(true);
  });

  test('a source that fails is a failure', async () => {
    function* items(): Generator<number> {
      yield 1;
      throw new Error('source');
    }
    await expect(forEachBounded(items(), 2, () => Promise.resolve())).rejects.toThrow('source');
  });
});
