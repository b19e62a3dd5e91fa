import fc from 'fast-check';
import { Column, PartitionKey, Table } from '../../../lib/index';
import type { FrameHydrator } from '../../../lib/repository/frame-hydrator';
import { frameHydrator } from '../../../lib/repository/frame-hydrator';
import { compileHydrator } from '../../../lib/repository/hydrator';
import { knownRow } from '../../../lib/repository/loaded-row';
import { FrameRows } from '../../../lib/session/fast-decode/frame-rows';
import type { WireColumn } from '../../../lib/types/readers/cells';
import { tableOf } from '../support/models';
import { messageOf } from '../support/reading';
import { valuesOf } from '../types/support/arbitrary-values';
import { driver, typeInfo } from '../types/support/driver-codec';

@Table()
class Sample {
  @PartitionKey('uuid') id!: string;
  @Column({ name: '"]; throw 1; //' }) quoted!: string;
  @Column({ name: 'constructor' }) made!: string;
  @Column('set<text>') tags!: Set<string>;
  @Column('map<text, int>') scores!: Map<string, number>;
  @Column('frozen<list<bigint>>') path!: bigint[];
  @Column('bigint') total!: number;
  @Column() at!: Date;
  @Column('int', { transformer: { to: Number, from: (value) => `#${String(value)}` } }) label!: string;
  own = 'kept';
}

const { columns } = tableOf(Sample);
const WIRE: readonly WireColumn[] = columns.map(({ name, type }) => ({ name, type: typeInfo(type) }));

type Cells = readonly (Buffer | null)[];

function frameOf(rows: readonly Cells[], wire = WIRE): FrameRows {
  const parts = rows.flat().flatMap((cell) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(cell === null ? -1 : cell.length);
    return cell === null ? [length] : [length, cell];
  });
  return new FrameRows(Buffer.concat([Buffer.from('before'), ...parts]), 6, rows.length, wire, driver);
}

/** Any rows, with nulls and with empty bytes. */
const rows = fc.array(
  fc.tuple(
    ...columns.map(({ type, codec, name }) => {
      const values = name === 'total' ? fc.bigInt({ min: -9007199254740991n, max: 9007199254740991n }) : valuesOf(type);
      return fc.oneof(
        { weight: 8, arbitrary: values.map((value) => codec.encode(value)) },
        { weight: 1, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constant(Buffer.alloc(0)) },
      );
    }),
  ),
  { minLength: 1, maxLength: 5 },
);

function withoutCodeGeneration<T>(work: () => T): T {
  const original = globalThis.Function;
  globalThis.Function = class {
    constructor() {
      throw new EvalError('Code generation from strings disallowed for this context');
    }
  } as never;
  try {
    return work();
  } finally {
    globalThis.Function = original;
  }
}

const versions: readonly [string, <R>(hydrate: FrameHydrator<R>, frame: FrameRows) => R[]][] = [
  ['generated', (hydrate, frame) => hydrate(frame)],
  ['interpreted', (hydrate, frame) => withoutCodeGeneration(() => hydrate(frame))],
];

/** Collections that are cut short throw in the driver; both ways then say the same. */
function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each(versions)('%s', (_, hydrate) => {
  test.each([
    ['instances', Sample],
    ['plain objects', undefined],
  ])('%s: what the hydrator of rows makes', (__, target) => {
    const ofRow = compileHydrator(columns, target);
    const ofFrame = frameHydrator(columns, target);
    fc.assert(
      fc.property(rows, (given) => {
        const expected = outcomeOf(() =>
          frameOf(given)
            .toRows()
            .map((row) => ofRow(row)),
        );
        expect(outcomeOf(() => hydrate(ofFrame, frameOf(given)))).toStrictEqual(expected);
      }),
    );
  });

  test('a result with other columns, in another order, and then with another type', () => {
    const ofFrame = frameHydrator(columns, Sample);
    const id = Buffer.alloc(16, 1);
    const [first] = hydrate(ofFrame, frameOf([[null, id]], [{ name: 'more', type: { code: 9 } }, WIRE[0]!]));
    expect(first).toMatchObject({
      id: '01010101-0101-0101-0101-010101010101',
      quoted: null,
      tags: new Set(),
      own: 'kept',
    });
    const four = Buffer.from([0, 0, 0, 4]);
    const [second] = hydrate(ofFrame, frameOf([[four]], [{ name: 'total', type: { code: 14 } }]));
    expect(second?.total).toBe(4);
    const [third] = hydrate(ofFrame, frameOf([[Buffer.from('[1]')]], [{ name: 'label', type: { code: 13 } }]));
    expect(third?.label).toBe('#[1]');
  });

  test('an entity knows the row that it was loaded with, whatever is done to it', () => {
    const cells = columns.map(({ name, codec }) => {
      if (name === 'tags') return codec.encode(new Set(['a']));
      return name === 'at' ? codec.encode(new Date(5)) : null;
    });
    const [entity] = hydrate(frameHydrator(columns, Sample), frameOf([cells]));
    entity!.tags.add('b');
    entity!.at.setTime(6);
    const loaded = (name: string): unknown => knownRow(entity!)!.row!.original(columns.find((c) => c.name === name)!);
    expect(loaded('tags')).toEqual(new Set(['a']));
    expect(loaded('at')).toEqual(new Date(5));
    expect(loaded('scores')).toBeNull();
  });

  test('a value without an exact form names its property', () => {
    const bytes = Buffer.from('7fffffffffffffff', 'hex');
    const frame = frameOf([[bytes]], [WIRE.find(({ name }) => name === 'total')!]);
    expect(messageOf(() => hydrate(frameHydrator(columns, Sample), frame))).toContain(
      'Sample.total does not fit bigint',
    );
  });
});
