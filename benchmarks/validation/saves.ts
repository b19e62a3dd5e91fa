import { measure, type Measurement } from '../core/measure';
import { type Estimate, estimate, median, shuffled } from '../core/statistics';
import { makeRuled, Ruled } from './ruled.entity';
import type { DataSource, SaveOptions } from 'caspy';

export interface SaveSetup {
  readonly dataSource: DataSource;
  readonly rows: number;
  readonly blocks: number;
  readonly concurrency: number;
}

const NAMES = ['plain', 'control', 'ruled', 'withoutEmail'] as const;
type Name = (typeof NAMES)[number];

/** One contestant against saves without rules, block by block. */
export interface SaveCost {
  /** Microseconds of one save on the clock. */
  readonly save: number;
  readonly wall: Estimate;
  readonly cpu: Estimate;
}

const SETTINGS: Readonly<Record<Name, NonNullable<SaveOptions['validate']>>> = {
  plain: false,
  // What saves without rules differ from themselves is the noise of the machine.
  control: false,
  ruled: true,
  withoutEmail: { groups: ['other'], always: true },
};

const WARMUP = 3;

export async function measureSaves(setup: SaveSetup): Promise<Readonly<Record<Name, SaveCost>>> {
  const { dataSource, rows, blocks, concurrency } = setup;
  const repository = dataSource.getRepository(Ruled);
  const measured: Map<Name, Measurement>[] = [];
  const savers = NAMES.map((name) => ({ name, own: repository.withOptions({ validate: SETTINGS[name] }) }));
  for (let block = 0; block < WARMUP + blocks; block += 1) {
    const times = new Map<Name, Measurement>();
    for (const { name, own } of shuffled(savers)) {
      times.set(name, await measure(rows, concurrency, (index) => own.save(makeRuled(index))));
    }
    if (block >= WARMUP) measured.push(times);
  }
  const costOf = (name: Name): SaveCost => {
    const ratio = (of: keyof Measurement): Estimate =>
      estimate(measured.map((times) => (times.get(name)?.[of] ?? NaN) / (times.get('plain')?.[of] ?? NaN)));
    const save = median(measured.map((times) => ((times.get(name)?.wall ?? NaN) * 1_000) / rows));
    return { save, wall: ratio('wall'), cpu: ratio('cpu') };
  };
  return {
    plain: costOf('plain'),
    control: costOf('control'),
    ruled: costOf('ruled'),
    withoutEmail: costOf('withoutEmail'),
  };
}
