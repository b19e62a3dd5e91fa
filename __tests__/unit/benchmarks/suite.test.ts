import { BARS, divisorOf } from '../../../benchmarks/suite/bars';
import { fit } from '../../../benchmarks/suite/budget';
import { digestOf, sameDigest } from '../../../benchmarks/suite/digest';
import { makeWorkloads } from '../../../benchmarks/suite/workloads';

const row = {
  owner: '00000001-0000-4000-8000-000000000000',
  seq: 1,
  name: 'Sample',
  email: 'sample@example.com',
  city: 'São Paulo',
  age: 3,
  visits: 9_007_199_254_740_993n,
  score: 1 / 7,
  active: true,
  createdAt: new Date(1_700_000_000_000),
  tags: new Set(['b', 'a']),
  labels: new Map([
    ['y', '2'],
    ['x', '1'],
  ]),
};

describe('the checksum over rows', () => {
  it('is the same in any order and in the forms that contenders give values', () => {
    const { createdAt, ...same } = row;
    const other = {
      ...same,
      created_at: createdAt,
      owner: { toString: () => row.owner },
      visits: '9007199254740993',
      tags: ['a', 'b'],
      labels: { x: '1', y: '2' },
    };
    const next = { ...row, seq: 2 };

    expect(digestOf([row, next])).toEqual(digestOf([next, other]));
  });

  it.each([
    { tags: new Set(['a']) },
    { tags: null },
    { labels: new Map([['x', '2']]) },
    { visits: 9_007_199_254_740_992n },
    { score: 0.142857 },
    { createdAt: new Date(1_700_000_000_001) },
    { active: false },
  ])('differs with %p', (change) => {
    expect(() => sameDigest('rows', digestOf([{ ...row, ...change }]), digestOf([row]))).toThrow('checksum');
  });

  it('says when rows are missing', () => {
    expect(() => sameDigest('rows', digestOf([]), digestOf([row]))).toThrow('rows: 0 rows instead of 1.');
  });
});

describe('the suite', () => {
  const workloads = makeWorkloads(100_000, 1_000_000);
  const outcomes = workloads.map(({ id }) => ({
    block: 0,
    workload: id,
    contender: 'driver',
    sample: { wall: 100, cpu: 100, units: 1 },
  }));
  const warmUp = { outcomes, milliseconds: outcomes.length * 100, share: 0.5 };

  it('has a workload for each bar', () => {
    const ids = new Set(workloads.map(({ id }) => id));

    expect(BARS.flatMap((bar) => [bar.workload, divisorOf(bar).workload]).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('fits into the time: what lies in a table stays, the rest gets smaller', () => {
    const fitted = fit(workloads, warmUp, { blocks: 20, milliseconds: 60_000 });
    const count = (id: string) => fitted.find((workload) => workload.id === id)?.count;

    expect(count('W4-large')).toBe(1_000_000);
    expect(count('W8')).toBe(20_000);
    expect(count('W1-32')).toBeLessThan(2_000);
    expect(fit(workloads, warmUp, { blocks: 20, milliseconds: 3_600_000 })).toEqual(workloads);
  });
});
