import { either, isKeyText, isLimit, isText, none, omitted } from './accepted';
import { callable, isFunction } from './callable';
import type { Case, Slot } from './cases';
import { slot } from './cases';
import { Target } from './model';
import { FLAG, optionSlots, READ, without, WRITE } from './options';
import { isEmptyArray, whereSlots } from './slots';
import type { Repository } from 'caspy';

const isEmptyCollection = (value: unknown): boolean =>
  isEmptyArray(value) || ((value instanceof Map || value instanceof Set) && value.size === 0);

/** What bulk writes and scans take: sources, their items, and many options. */
export function bulkCases(targets: Repository<Target>): Record<string, Case> {
  const row = (values: object): Target => targets.create({ id: 'w', seq: 5, ...values });
  return {
    'Repository.bulkSave': [
      ...sourceSlots((items) => targets.bulkSave(items)),
      slot('the value of a column', either(omitted, isText, isNull), (note) => targets.bulkSave([row({ note })])),
      ...bulkSlots([...WRITE], (options) => targets.bulkSave([row({})], options)),
    ],
    'Repository.bulkDelete': [
      ...sourceSlots((keys) => targets.bulkDelete(keys)),
      slot('the value of a key', isKeyText, (id) => targets.bulkDelete([{ id, seq: 1 }])),
      ...bulkSlots(without(WRITE, 'ttl'), (options) => targets.bulkDelete([{ id: 'w', seq: 5 }], options)),
    ],
    'BaseEntity.bulkSave': [
      ...sourceSlots((items) => Target.bulkSave(items)),
      ...bulkSlots([...WRITE], (options) => Target.bulkSave([row({})], options)),
    ],
    'Repository.scan': [
      ...whereSlots((where) => consume(targets.scan({ where }))),
      ...optionSlots(READ, (options) => consume(targets.scan(options))),
      slot('select', omitted, (select) => consume(targets.scan({ select }))),
      slot('resume', omitted, (resume) => consume(targets.scan({ resume }))),
      slot('parallelism', either(omitted, atMost(1_024)), (parallelism) => consume(targets.scan({ parallelism }))),
      slot('splits', either(omitted, atMost(100_000)), (splits) => consume(targets.scan({ splits }))),
      slot('throttle', either(omitted, isRate), (throttle) => consume(targets.scan({ throttle }))),
    ],
  };
}

const isRate = (value: unknown): boolean => Number.isFinite(value) && Number(value) > 0;
const isNull = (value: unknown): boolean => value === null;

const atMost =
  (max: number) =>
  (value: unknown): boolean =>
    isLimit(value) && Number(value) <= max;

function sourceSlots(call: (items: never) => unknown): Slot[] {
  return [slot('items', isEmptyCollection, call), slot('an item', none, (item) => call([item] as never))];
}

function bulkSlots(write: Parameters<typeof optionSlots>[0], call: (options: never) => unknown): Slot[] {
  const option = (name: string, max: number): Slot =>
    slot(name, either(omitted, atMost(max)), (value) => call({ [name]: value } as never));
  return [
    ...optionSlots(write, call),
    option('concurrency', 2_048),
    option('maxBatchBytes', 16 * 1024 * 1024),
    option('maxBatchRows', 65_535),
    option('bufferRows', 1_000_000),
    slot('hooks', either(omitted, FLAG), (hooks) => call({ hooks } as never)),
    slot('onProgress', either(omitted, isFunction), (given) => call({ onProgress: callable(given) } as never)),
    slot('onError', either(omitted, isFunction), (given) => call({ onError: callable(given) } as never)),
  ];
}

async function consume(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows) continue;
}
