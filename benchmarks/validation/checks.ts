import { join } from 'node:path';
import { type ValidationError, validateSync } from 'class-validator';
import { median, shuffled } from '../core/statistics';
import { makeRuled, Ruled } from './ruled.entity';

/** What is measured has no name outside the package. */
interface Internals {
  readonly rulesOf: (target: new () => object, read: unknown) => { check(object: object): Promise<void> | undefined };
  readonly readValidate: (name: string, setting: boolean) => unknown;
}

/** Microseconds of one check of an entity, without any input or output: medians of interleaved blocks. */
export interface CheckCost {
  readonly caspy: number;
  readonly classValidator: number;
}

const BLOCKS = 21;
const CHECKS = 2_000;
const WARMUP = 5;

export function measureChecks(): CheckCost {
  const entities = Array.from({ length: CHECKS }, (_, index) => makeRuled(index));
  const rules = loadRules();
  const contestants = [
    { name: 'caspy', fails: (entity: object): boolean => rules.check(entity) !== undefined, times: [] as number[] },
    { name: 'class-validator', fails: (entity: object): boolean => errorsOf(entity).length > 0, times: [] as number[] },
  ];
  for (let block = 0; block < WARMUP + BLOCKS; block += 1) {
    for (const { fails, times, name } of shuffled(contestants)) {
      const start = performance.now();
      if (entities.some(fails)) throw new Error(`${name} refuses an entity that keeps its rules.`);
      if (block >= WARMUP) times.push(((performance.now() - start) * 1_000) / CHECKS);
    }
  }
  const [caspy = NaN, classValidator = NaN] = contestants.map(({ times }) => median(times));
  return { caspy, classValidator };
}

function errorsOf(entity: object): readonly ValidationError[] {
  return validateSync(entity, { forbidUnknownValues: false });
}

function loadRules(): ReturnType<Internals['rulesOf']> {
  const { rulesOf } = load<Pick<Internals, 'rulesOf'>>('rules');
  const { readValidate } = load<Pick<Internals, 'readValidate'>>('read-validate');
  return rulesOf(Ruled, readValidate('Ruled', true));
}

function load<Module>(name: string): Module {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package does not export it
  return require(join(__dirname, '../../../dist/lib/validation', name)) as Module;
}
