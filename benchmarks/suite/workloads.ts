import { RAW } from './names';

/** What a workload does; each kind is one function in kinds.ts. */
export type Kind =
  | 'save'
  | 'get'
  | 'partition'
  | 'scan'
  | 'bulkAlone'
  | 'bulkGrouped'
  | 'insertOnce'
  | 'updateIf'
  | 'mixed'
  | 'pages'
  | 'ruled'
  | 'unruled'
  | 'make'
  | 'resave'
  | 'loadAndSave';

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly kind: Kind;
  readonly unit: 'requests' | 'rows';
  /** Requests of one sample; rows for bulk, scan and pages. */
  readonly count: number;
  /** Set where the count is that of rows which lie in a table. */
  readonly isFixed?: boolean;
  readonly concurrency: number;
  /** Runs in each block, or in each second, third, … */
  readonly every: number;
  /** Workloads of one group are shuffled together: they are compared with each other. */
  readonly group?: string;
  /** Who takes part; everyone who can unless said. */
  readonly only?: readonly string[];
}

const SINGLES = [
  [1, 400],
  [32, 2_000],
  [256, 3_000],
] as const;

const SOME = { unit: 'requests', every: 2, concurrency: 32 } as const;

/** The workloads in their full sizes. A large scan of no rows is none. */
export function makeWorkloads(scanRows: number, largeRows: number): readonly Workload[] {
  return [
    ...each('W1', 'save a row', 'save'),
    ...each('W2', 'get a row', 'get'),
    {
      ...SOME,
      id: 'W3',
      title: 'partitions of 1,000 rows, 4 at a time',
      kind: 'partition',
      count: 20,
      every: 1,
      concurrency: 4,
    },
    ...scans(scanRows, largeRows),
    ...bulk('W5a', 'bulk write, one row a partition', 'bulkAlone'),
    ...bulk('W5b', 'bulk write, 100 rows a partition', 'bulkGrouped'),
    ...conditional('W6', 'conditional insert', 'insertOnce'),
    ...conditional('W6u', 'conditional update', 'updateIf'),
    ...each('W7', 'mixed: 70 % get, 20 % save, 5 % partition of 20 rows, 5 % conditional', 'mixed').map((workload) => ({
      ...workload,
      count: Math.round(workload.count / 2),
      every: 2,
    })),
    {
      ...SOME,
      id: 'W8',
      title: '20 pages of 1,000 rows, 20 µs of work on each',
      kind: 'pages',
      unit: 'rows',
      count: 20_000,
      isFixed: true,
      concurrency: 1,
    },
    ...rules(),
    ...resaves(),
  ];
}

function each(id: string, title: string, kind: Kind): Workload[] {
  return SINGLES.map(([concurrency, count]) => ({
    ...SOME,
    id: `${id}-${concurrency}`,
    title: `${title}, ${concurrency === 1 ? 'one after another' : `${concurrency} at a time`}`,
    kind,
    count,
    concurrency,
    every: 1,
  }));
}

function scans(rows: number, large: number): Workload[] {
  const scan = (id: string, count: number): Workload => ({
    id,
    title: `scan of ${count.toLocaleString('en')} rows`,
    kind: 'scan',
    unit: 'rows',
    count,
    isFixed: true,
    concurrency: 1,
    every: 2,
  });
  if (large === 0) return [scan('W4', rows)];
  // Those that are compared by the bar: the others would take minutes.
  return [scan('W4', rows), { ...scan('W4-large', large), only: [RAW, 'caspy', 'caspy, fast decode'], every: 4 }];
}

function bulk(id: string, title: string, kind: Kind): Workload[] {
  return [{ id, title, kind, unit: 'rows', count: 10_000, concurrency: 1, every: 1 }];
}

function conditional(id: string, title: string, kind: Kind): Workload[] {
  return [1, 16].map((concurrency) => ({
    ...SOME,
    id: `${id}-${concurrency}`,
    title: `${title}, ${concurrency === 1 ? 'one after another' : `${concurrency} at a time`}`,
    kind,
    count: concurrency === 1 ? 100 : 400,
    concurrency,
    every: 1,
  }));
}

function rules(): Workload[] {
  const title = 'save a row whose class has ten rules';
  const shared = { ...SOME, count: 2_000, every: 1, group: 'W9' };
  return [
    { ...shared, id: 'W9a', title: `${title}, not checked, 32 at a time`, kind: 'unruled' },
    { ...shared, id: 'W9b', title: `${title}, checked, 32 at a time`, kind: 'ruled' },
  ];
}

function resaves(): Workload[] {
  const shared = { ...SOME, count: 1_500, group: 'W11' };
  return [
    { ...shared, id: 'W11a', title: 'make a new row and save it, 32 at a time', kind: 'make' },
    { ...shared, id: 'W11b', title: 'save a loaded row with one column changed, 32 at a time', kind: 'resave' },
    { ...shared, id: 'W11c', title: 'load a row, change one column, save it, 32 at a time', kind: 'loadAndSave' },
  ];
}
