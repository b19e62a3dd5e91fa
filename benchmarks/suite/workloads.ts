/** What a workload does; each kind is one function in kinds.ts. */
export type Kind =
  'save' | 'get' | 'partition' | 'scan' | 'bulkAlone' | 'bulkGrouped' | 'insertOnce' | 'mixed' | 'pages';

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly kind: Kind;
  readonly unit: 'requests' | 'rows';
  /** Requests of one sample; rows for bulk, scan and pages. */
  readonly count: number;
  readonly concurrency: number;
  /** Runs in each block, or in each second, third, … */
  readonly every: number;
  /** The ratio that caspy must keep, on the clock and on the client's processors. */
  readonly bar?: { readonly wall?: number; readonly cpu?: number };
}

const ONE_ROW = { wall: 1.05, cpu: 1.08 };

/** The workloads; `scale` makes them smaller, for a quick run. */
export function makeWorkloads(scale: number, scanRows: number): readonly Workload[] {
  const singles = [
    [1, 500],
    [32, 2_500],
    [256, 3_000],
  ] as const;
  const scaled = (count: number): number => Math.max(20, Math.round(count * scale));
  const each = (id: string, title: string, kind: Kind, bar?: Workload['bar']): Workload[] =>
    singles.map(([concurrency, count]) => ({
      id: `${id}-${concurrency}`,
      title: `${title}, ${concurrency === 1 ? 'one after another' : `${concurrency} at a time`}`,
      kind,
      unit: 'requests',
      count: scaled(count),
      concurrency,
      every: 1,
      ...(bar === undefined ? {} : { bar }),
    }));
  const rest = { unit: 'rows', every: 1, concurrency: 1 } as const;
  const bulk = scaled(10_000);
  return [
    ...each('W1', 'save a row', 'save', ONE_ROW),
    ...each('W2', 'get a row', 'get', ONE_ROW),
    {
      ...rest,
      id: 'W3',
      title: 'partitions of 1,000 rows, 4 at a time',
      kind: 'partition',
      count: scaled(20),
      unit: 'requests',
      concurrency: 4,
      bar: { wall: 1.05, cpu: 1.05 },
    },
    {
      ...rest,
      id: 'W4',
      title: `scan of ${scanRows.toLocaleString('en')} rows`,
      kind: 'scan',
      count: scanRows,
      every: 4,
      bar: { wall: 0.75, cpu: 1.05 },
    },
    {
      ...rest,
      id: 'W5a',
      title: 'bulk write, one row a partition',
      kind: 'bulkAlone',
      count: bulk,
      every: 2,
      bar: { wall: 1.05, cpu: 1.1 },
    },
    {
      ...rest,
      id: 'W5b',
      title: 'bulk write, 100 rows a partition',
      kind: 'bulkGrouped',
      count: bulk,
      every: 2,
      bar: { wall: 0.5, cpu: 0.5 },
    },
    ...[1, 16].map((concurrency): Workload => ({
      ...rest,
      id: `W6-${concurrency}`,
      title: `conditional insert, ${concurrency === 1 ? 'one after another' : `${concurrency} at a time`}`,
      kind: 'insertOnce',
      unit: 'requests',
      count: scaled(concurrency === 1 ? 100 : 400),
      concurrency,
      every: 2,
      bar: { wall: 1.03, cpu: 1.08 },
    })),
    ...each('W7', 'mixed: 70 % get, 20 % save, 5 % partition of 20 rows, 5 % conditional', 'mixed', { wall: 1.06 }).map(
      (workload) => ({ ...workload, count: Math.round(workload.count / 2), every: 2 }),
    ),
    {
      ...rest,
      id: 'W8',
      title: '20 pages of 1,000 rows, 20 µs of work on each',
      kind: 'pages',
      count: 20_000,
      every: 2,
    },
  ];
}
