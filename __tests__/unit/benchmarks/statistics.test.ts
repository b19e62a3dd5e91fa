import { quickQuarter } from '../../../benchmarks/client/quick-quarter';
import { slopeOf } from '../../../benchmarks/core/slope';
import { wilcoxon } from '../../../benchmarks/core/wilcoxon';
import { controlOf, judge, ratioOf, verdictOf } from '../../../benchmarks/suite/summary';
import { makeWorkloads } from '../../../benchmarks/suite/workloads';

const ratio = (low: number, median: number, high: number, blocks = 20) => ({ low, median, high, blocks, p: 1 });

describe("Wilcoxon's signed-rank test", () => {
  // Shares of the 2 ** n ways to sign the ranks.
  it.each([
    ['all of one sign', [0.1, 0.2, 0.3, 0.4, 0.5], 2 / 32],
    ['all of the other sign', [-0.1, -0.2, -0.3, -0.4, -0.5], 2 / 32],
    ['the second smallest against the rest', [1, -2, 3, 4, 5, 6, 7, 8, 9, 10], 6 / 1024],
    ['equal sizes, which share their rank', [1, 1, -1], 1],
    ['as much on one side as on the other', [1, -1, 2, -2], 1],
    ['no difference at all', [0, 0, 0], 1],
    ['differences of nothing beside others', [0, 3, 0, 2, 1, 4, 5, 6], 2 / 64],
  ])('counts %s', (_, differences, p) => {
    expect(wilcoxon(differences)).toBeCloseTo(p, 10);
  });
});

describe('a bar', () => {
  it.each([
    ['met', ratio(0.9, 1, 1.05)],
    ['missed', ratio(1.06, 1.1, 1.2)],
    ['undecided', ratio(1, 1.04, 1.06)],
    ['undecided', ratio(0.5, 0.5, 0.5, 4)],
    ['not measured', undefined],
  ])('is %s', (verdict, of) => {
    expect(verdictOf(of, 1.05)).toBe(verdict);
  });

  it('is undecided when it is nearer than the control strays', () => {
    expect(verdictOf(ratio(0.9, 0.95, 1), 1.05, 0.04)).toBe('met');
    expect(verdictOf(ratio(0.9, 0.95, 1), 1.05, 0.1)).toBe('undecided');
    expect(verdictOf(ratio(1.1, 1.2, 1.3), 1.05, 0.1)).toBe('undecided');
    expect(verdictOf(ratio(1.5, 1.6, 1.7), 1.05, 0.1)).toBe('missed');
  });

  it('is judged by pairs of the same block, for one request', () => {
    const outcome = (block: number, contender: string, wall: number, units: number) => ({
      block,
      workload: 'W1-32',
      contender,
      sample: { wall, cpu: wall, units },
    });
    const outcomes = [
      outcome(0, 'driver', 100, 10),
      outcome(0, 'caspy', 50, 10),
      outcome(1, 'driver', 1_000, 10),
      outcome(1, 'caspy', 1_000, 20),
      outcome(2, 'caspy', 9_000, 10),
    ];
    const place = { workload: 'W1-32', contender: 'caspy' };

    expect(ratioOf(outcomes, place, { ...place, contender: 'driver' }, 'wall')).toMatchObject({
      median: 0.5,
      low: 0.5,
      high: 0.5,
      blocks: 2,
    });
    expect(judge(makeWorkloads(100, 0), outcomes).find(({ bar }) => bar.workload === 'W1-32')?.verdict).toBe(
      'undecided',
    );
  });
});

describe('the driver beside itself', () => {
  it.each([
    ['steady', ratio(0.98, 1, 1.02)],
    ['wide', ratio(0.9, 1, 1.02)],
    ['stray', ratio(1.01, 1.02, 1.03)],
    ['none', ratio(0.98, 1, 1.02, 4)],
  ])('is %s', (verdict, of) => {
    expect(controlOf(of).verdict).toBe(verdict);
  });
});

describe('the cost of one side beside the other', () => {
  it('is that of the quicker quarters: what disturbs a sample does not count', () => {
    const quiet = Array.from({ length: 40 }, () => 10);
    const disturbed = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 12 : 100));

    expect(quickQuarter(disturbed, quiet)).toEqual({ median: 1.2, low: 1.2, high: 1.2 });
  });
});

describe('a slope', () => {
  it.each([
    [2, [1, 3, 5]],
    [-1, [3, 2, 1]],
    [0, [4, 4, 4]],
    [0, [4]],
    [0, []],
  ])('is %d for %p', (slope, values) => {
    expect(slopeOf(values.map((y, x) => ({ x, y })))).toBeCloseTo(slope, 10);
  });
});
