import { checkSoak, type Soaked, type SoakPlan } from '../../faults/support/soak/check-soak';
import { slopeOf } from '../../faults/support/soak/slope';
import type { SoakEnd, SoakSample } from '../../faults/support/soak/soak-protocol';

const MEGABYTE = 2 ** 20;
const PLAN: SoakPlan = {
  seconds: 300,
  dropEvery: 20,
  warmUp: 100,
  maxPrepared: 100,
  usedLimit: 0.2,
  residentLimit: 1,
};

/** Between -1 and 1, the same in each run, without a trend. */
function noise(index: number): number {
  return Math.sin(index * 12.9898) * Math.cos(index * 78.233);
}

function samplesOf(
  grow: (minutes: number, index: number) => Partial<Record<'used' | 'resident', number>>,
): SoakSample[] {
  return Array.from({ length: PLAN.seconds }, (_, index) => {
    const { used = 0, resident = 0 } = grow(index / 60, index);
    return {
      kind: 'sample',
      at: index,
      used: (13 + noise(index) / 2 + used) * MEGABYTE,
      resident: (110 + 3 * noise(index) + resident) * MEGABYTE,
      operations: index * 100,
      prepared: Math.min(index, 100),
      preparedByDriver: Math.min(index, 100),
    };
  });
}

const STEADY = samplesOf(() => ({}));
const END: SoakEnd = {
  kind: 'end',
  outcomes: { done: 28_000, refused: 1500, unknown: 50 },
  errors: { CASPY_CONNECTION_LOST: 50 },
  shapes: 500,
  handles: [],
};

function findingsOf(doctored: Partial<Omit<Soaked, 'end'>>, end: Partial<SoakEnd> = {}): readonly string[] {
  const soaked = { samples: STEADY, drops: 14, exitCode: 0, ...doctored, end: { ...END, ...end } };
  return checkSoak(PLAN, soaked).findings;
}

test('a sound soak has no finding', () => {
  expect(findingsOf({})).toEqual([]);
});

test('growth while it warms up, single peaks and steps that go back are no leak', () => {
  const warming = samplesOf((minutes) => ({ used: Math.min(minutes, 1.5) * 4, resident: Math.min(minutes, 1.5) * 20 }));
  const peaks = samplesOf((_, index) => (index % 29 === 0 ? { used: 20, resident: 60 } : {}));
  expect(findingsOf({ samples: warming })).toEqual([]);
  expect(findingsOf({ samples: peaks })).toEqual([]);
});

test.each([
  ['the heap', samplesOf((minutes) => ({ used: 0.3 * minutes })), /^the heap grows by 0\.\d\d MB a minute$/],
  [
    'the process alone',
    samplesOf((minutes) => ({ resident: 2 * minutes })),
    /^the process grows by [12]\.\d\d MB a minute$/,
  ],
  [
    'what each drop leaves behind',
    samplesOf((minutes) => ({ used: Math.floor(minutes * 3) * 0.1 })),
    /^the heap grows by 0\.\d\d MB a minute$/,
  ],
])('a leak in %s', (_, samples, message) => {
  expect(findingsOf({ samples })).toEqual([expect.stringMatching(message)]);
});

test('statements that pile up, in caspy or in the driver', () => {
  const piled = (measure: 'prepared' | 'preparedByDriver'): SoakSample[] =>
    STEADY.map((sample, index) => ({ ...sample, [measure]: index }));
  for (const measure of ['prepared', 'preparedByDriver'] as const) {
    expect(findingsOf({ samples: piled(measure) })).toEqual([expect.stringMatching(/^500 statement texts, .*\b299\b/)]);
  }
});

test('handles that are left, and a bad end', () => {
  expect(findingsOf({}, { handles: ['TCPSocketWrap', 'Timeout'] })).toEqual([
    'left after destroy(): TCPSocketWrap, Timeout',
  ]);
  expect(findingsOf({ exitCode: -1 })).toEqual(['the exit code is -1']);
});

test('errors without a code, and a soak that shows nothing', () => {
  expect(findingsOf({}, { errors: { TypeError: 1 } })).toEqual(['an error is TypeError']);
  expect(findingsOf({}, { outcomes: { done: 100, failed: 29_800 } })).toEqual(['only 100 of 29900 calls succeeded']);
  expect(findingsOf({}, { shapes: 100 })).toEqual(['only 100 statement texts were sent']);
  expect(findingsOf({ drops: 0 })).toEqual(['connections were dropped 0 times']);
  expect(findingsOf({ samples: STEADY.slice(0, 105) })).toContain('there are only 5 samples');
});

test('the slope is that of the line, whatever its peaks', () => {
  const line = Array.from({ length: 50 }, (_, x) => ({ x, y: 3 * x + 1 + (x % 10 === 0 ? 1000 : 0) }));
  expect(slopeOf(line)).toBeCloseTo(3, 1);
  expect(
    slopeOf([
      { x: 0, y: 1 },
      { x: 2, y: 0 },
    ]),
  ).toBe(-0.5);
  expect(() => slopeOf([{ x: 0, y: 1 }])).toThrow('two points');
});
