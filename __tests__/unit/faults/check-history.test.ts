import { checkHistory } from '../../faults/support/history/check-history';
import type { FinalRow, History, Kind, Operation, Outcome } from '../../faults/support/history/history';

/** Operations follow one another unless a test says otherwise. */
let clock = 0;
beforeEach(() => {
  clock = 0;
});

function operation(kind: Kind, key: string, outcome: Outcome, more: Partial<Operation> = {}): Operation {
  const startedAt = (clock += 10);
  const isError = outcome === 'unknown' || outcome === 'failed';
  const error = outcome === 'unknown' ? 'CASPY_TIMEOUT' : 'CASPY_UNAVAILABLE';
  const usual = { token: `token ${startedAt}`, value: 1, startedAt, endedAt: startedAt + 5 };
  return { kind, key, outcome, ...usual, ...(isError ? { error } : {}), ...more };
}

type Rows = Readonly<Record<string, Partial<FinalRow>>>;

function rowsOf(rows: Rows): Map<string, FinalRow> {
  return new Map(Object.entries(rows).map(([key, row]) => [key, { value: 1, token: '', elements: [], ...row }]));
}

function check(operations: readonly Operation[], rows: Rows, settled: Rows = {}): string[] {
  const history: History = { operations, rows: rowsOf(rows), settled: rowsOf(settled), rowsOfBatch: 3 };
  return checkHistory(history).map(({ message, isLoss }) => (isLoss ? `lost: ${message}` : message));
}

const UNAVAILABLE = { error: 'CASPY_UNAVAILABLE' } as const;

/** A history of every kind that is as it must be, with every outcome. */
function soundHistory(): { operations: Operation[]; rows: Rows; settled: Rows } {
  const operations = [
    operation('save', 'entry 1', 'done', { token: 'a' }),
    operation('save', 'entry 2', 'unknown', { token: 'b' }),
    operation('save', 'entry 3', 'unknown', { token: 'c' }),
    operation('save', 'entry 4', 'failed', { token: 'd' }),
    operation('overwrite', 'register 1', 'done', { value: 1, token: '1' }),
    operation('overwrite', 'register 1', 'unknown', { value: 2, token: '2' }),
    operation('read', 'register 1', 'done', { value: 2 }),
    operation('read', 'register 1', 'done', { value: 1 }),
    operation('read', 'register 2', 'done', { value: 0 }),
    operation('read', 'register 2', 'failed'),
    operation('overwrite', 'register 1', 'failed', { value: 3, token: '3' }),
    operation('insert if not exists', 'prize 1', 'done', { token: 'a' }),
    operation('insert if not exists', 'prize 1', 'refused', { token: 'b' }),
    operation('insert if not exists', 'prize 1', 'unknown', { token: 'c' }),
    operation('insert if not exists', 'prize 2', 'unknown', { token: 'd' }),
    operation('insert if not exists', 'prize 2', 'refused', { token: 'e' }),
    operation('insert if not exists', 'prize 3', 'failed', { token: 'f' }),
    operation('optimistic lock', 'account 1', 'done', { value: 1, token: 'a' }),
    operation('optimistic lock', 'account 1', 'done', { value: 2, token: 'b' }),
    operation('optimistic lock', 'account 1', 'refused', { value: 2, token: 'c' }),
    operation('optimistic lock', 'account 1', 'unknown', { value: 3, token: 'd' }),
    operation('optimistic lock', 'account 1', 'failed', { value: 4, token: 'e' }),
    operation('read', 'account 1', 'done', { value: 3 }),
    operation('increment', 'counter 1', 'done', { value: 2 }),
    operation('increment', 'counter 1', 'unknown', { value: 3 }),
    operation('increment', 'counter 1', 'failed', { value: 5 }),
    operation('set add', 'set 1', 'done', { token: 'a' }),
    operation('set add', 'set 1', 'unknown', { token: 'b' }),
    operation('set add', 'set 1', 'failed', { token: 'c' }),
    operation('list append', 'list 1', 'done', { token: 'a' }),
    operation('list append', 'list 1', 'unknown', { token: 'b' }),
    operation('logged batch', 'batch 1', 'done', { token: 'a' }),
    operation('logged batch', 'batch 2', 'unknown', { token: 'b' }),
    operation('logged batch', 'batch 3', 'failed', { token: 'c' }),
  ];
  const rows: Rows = {
    'entry 1': { token: 'a' },
    'entry 2': { token: 'b' },
    'register 1': { value: 2, token: '2' },
    'prize 1': { token: 'a' },
    'account 1': { value: 2, token: 'b', elements: ['1'] },
    'counter 1': { value: 5 },
    'set 1': { elements: ['a'] },
    'list 1': { elements: ['b', 'a'] },
    'batch 1': { token: 'a', elements: ['0', '1', '2'] },
  };
  const settled: Rows = { 'prize 2': { token: 'd' }, 'account 1': { value: 3, token: 'd', elements: ['2'] } };
  return { operations, rows, settled };
}

test('a history that can be explained has no finding', () => {
  const { operations, rows, settled } = soundHistory();
  expect(check(operations, rows, settled)).toEqual([]);
});

/** The sound history with one row as it must not be. */
interface Doctored {
  readonly name: string;
  readonly rows?: Readonly<Record<string, Partial<FinalRow> | undefined>>;
  readonly settled?: Rows;
  readonly finds: string;
}

const DOCTORED: readonly Doctored[] = [
  { name: 'a lost save', rows: { 'entry 1': undefined }, finds: 'lost: an acknowledged save is gone' },
  { name: 'a garbled save', rows: { 'entry 1': { token: 'b' } }, finds: 'lost: an acknowledged save is gone' },
  {
    name: 'a save that happened after all',
    rows: { 'entry 4': { token: 'd' } },
    finds: 'a save was applied although its error says that it was not',
  },
  { name: 'a row from nowhere', rows: { 'entry 5': { token: 'd' } }, finds: 'nobody wrote this row' },
  { name: 'a lost overwrite', rows: { 'register 1': undefined }, finds: 'lost: holds 0, and 1 was acknowledged' },
  {
    name: 'an overwrite that happened after all',
    rows: { 'register 1': { value: 3 } },
    finds: 'holds 3, which was not applied',
  },
  { name: 'an overwrite from nowhere', rows: { 'register 1': { value: 9 } }, finds: 'holds 9, which was never sent' },
  {
    name: 'a winner who is not in the row',
    rows: { 'prize 1': { token: 'c' } },
    finds: 'lost: the acknowledged winner is not in the row',
  },
  {
    name: 'a winner whom only a SERIAL read finds',
    rows: { 'prize 1': undefined },
    settled: { 'prize 1': { token: 'a' } },
    finds: 'lost: the acknowledged winner is not in the row',
  },
  {
    name: 'a row that changes when Paxos settles',
    settled: { 'prize 1': { token: 'c' } },
    finds: 'what was read at QUORUM is another row at SERIAL',
  },
  {
    name: 'a refused client in the row',
    settled: { 'prize 2': { token: 'e' } },
    finds: 'the row is of a client that was refused',
  },
  {
    name: 'a failed client in the row',
    rows: { 'prize 3': { token: 'f' } },
    finds: 'the row is of a client that was failed',
  },
  {
    name: 'a stranger in the row',
    rows: { 'prize 3': { token: 'x' } },
    finds: 'the row is of a client that never was',
  },
  {
    name: 'a lost update',
    settled: { 'account 1': { value: 1, token: 'a', elements: ['0'] } },
    finds: 'lost: is at version 1, and 2 was acknowledged',
  },
  {
    name: 'an update that was written over',
    settled: { 'account 1': { value: 3, token: 'd', elements: ['1'] } },
    finds: 'lost: counts 1 updates at version 3',
  },
  {
    name: 'a version that nobody wrote',
    settled: { 'account 1': { value: 4, token: 'e', elements: ['3'] } },
    finds: 'nobody can have written version 4 of 4',
  },
  {
    name: 'the update of a refused client',
    settled: { 'account 1': { value: 2, token: 'c', elements: ['1'] } },
    finds: 'version 2 is of a client that was refused',
  },
  { name: 'a lost increment', rows: { 'counter 1': { value: 1 } }, finds: 'lost: counts 1, and 2 was acknowledged' },
  {
    name: 'an increment that was counted twice',
    rows: { 'counter 1': { value: 7 } },
    finds: 'counts 7, of which 2 was acknowledged and 3 is unknown',
  },
  { name: 'a lost element', rows: { 'set 1': { elements: [] } }, finds: 'lost: the acknowledged element a is gone' },
  {
    name: 'an element that was added after all',
    rows: { 'set 1': { elements: ['a', 'c'] } },
    finds: 'the element c is there although its error says that it is not',
  },
  {
    name: 'an element from nowhere',
    rows: { 'set 1': { elements: ['a', 'x'] } },
    finds: 'nobody added the element x',
  },
  {
    name: 'an append that was sent twice',
    rows: { 'list 1': { elements: ['a', 'b', 'b'] } },
    finds: 'the element b is there 2 times',
  },
  {
    name: 'a part of an acknowledged batch',
    rows: { 'batch 1': { token: 'a', elements: ['0', '1'] } },
    finds: 'lost: 2 of 3 rows of an acknowledged batch are there',
  },
  {
    name: 'a part of a batch of unknown outcome',
    rows: { 'batch 2': { token: 'b', elements: ['1'] } },
    finds: '1 of 3 rows of a logged batch are there',
  },
  {
    name: 'a batch that happened after all',
    rows: { 'batch 3': { token: 'c', elements: ['0', '1', '2'] } },
    finds: 'a batch was applied although its error says that it was not',
  },
];

test.each(DOCTORED)('it finds $name', ({ rows = {}, settled = {}, finds }) => {
  const sound = soundHistory();
  const doctored = Object.entries({ ...sound.rows, ...rows }).filter((entry): entry is [string, Partial<FinalRow>] => {
    return entry[1] !== undefined;
  });
  expect(check(sound.operations, Object.fromEntries(doctored), { ...sound.settled, ...settled })).toContain(finds);
});

describe('what only the answers show', () => {
  test('two winners of one row', () => {
    const operations = [
      operation('insert if not exists', 'prize 1', 'done', { token: 'a' }),
      operation('insert if not exists', 'prize 1', 'done', { token: 'b' }),
    ];
    expect(check(operations, { 'prize 1': { token: 'a' } })).toEqual(['2 clients were told that they won']);
  });

  test('a refusal without a row', () => {
    expect(check([operation('insert if not exists', 'prize 1', 'refused')], {})).toEqual([
      'a client was refused, and there is no row',
    ]);
  });

  test('two writers of one version', () => {
    const operations = [
      operation('optimistic lock', 'account 1', 'done', { value: 1, token: 'a' }),
      operation('optimistic lock', 'account 1', 'done', { value: 1, token: 'b' }),
    ];
    const row = { value: 1, token: 'b', elements: ['0'] };
    expect(check(operations, { 'account 1': row })).toEqual(['2 clients were told that they wrote version 1']);
  });

  test('an unknown outcome that was reported as certain', () => {
    const operations = [operation('increment', 'counter 1', 'failed', { value: 1 })];
    expect(check(operations, { 'counter 1': { value: 1 } })).toEqual([
      'counts 1, of which 0 was acknowledged and 0 is unknown',
    ]);
  });

  test('errors without a code, and reads that may have been applied', () => {
    const operations = [
      operation('save', 'entry 1', 'failed', { error: 'TypeError' }),
      operation('read', 'register 1', 'unknown'),
      operation('read', 'register 1', 'failed', UNAVAILABLE),
    ];
    expect(check(operations, {})).toEqual(['save ended with TypeError', 'a read may have been applied']);
  });
});

describe('reads', () => {
  const written = (more: Partial<Operation> = {}): Operation[] => [
    operation('overwrite', 'register 1', 'done', { value: 1, startedAt: 0, endedAt: 10 }),
    operation('overwrite', 'register 1', 'done', { value: 2, startedAt: 20, endedAt: 30, ...more }),
  ];
  const read = (value: number, startedAt: number, endedAt: number): Operation =>
    operation('read', 'register 1', 'done', { value, startedAt, endedAt });
  const stored = { 'register 1': { value: 2 } };

  test.each([
    ['behind what was acknowledged before', read(1, 31, 40), 'saw 1, and 2 was acknowledged before the read began'],
    [
      'nothing, where something was acknowledged',
      read(0, 11, 15),
      'saw 0, and 1 was acknowledged before the read began',
    ],
    ['what was not sent yet', read(2, 11, 19), 'saw 2, which nobody can have written by then'],
    ['what was never sent', read(7, 31, 40), 'saw 7, which nobody can have written by then'],
  ])('%s', (_, operation, message) => {
    expect(check([...written(), operation], stored)).toEqual([message]);
  });

  test('while a write is on its way, both are right', () => {
    expect(check([...written(), read(1, 25, 40), read(2, 11, 25), read(2, 31, 40)], stored)).toEqual([]);
  });

  test('what an error says was not applied', () => {
    const operations = [...written({ outcome: 'failed', ...UNAVAILABLE }), read(2, 31, 40)];
    expect(check(operations, { 'register 1': { value: 1 } })).toEqual(['saw 2, which nobody can have written by then']);
  });

  test('the reads of optimistic locks and of saved rows too', () => {
    const operations = [
      operation('optimistic lock', 'account 1', 'done', { value: 1, token: 'a' }),
      operation('read', 'account 1', 'done', { value: 0 }),
      operation('save', 'entry 1', 'done', { token: 'a' }),
      operation('read', 'entry 1', 'done', { value: 0 }),
    ];
    const rows = { 'account 1': { value: 1, token: 'a', elements: ['0'] }, 'entry 1': { token: 'a' } };
    const message = 'saw 0, and 1 was acknowledged before the read began';
    expect(check(operations, rows)).toEqual([message, message]);
  });
});
