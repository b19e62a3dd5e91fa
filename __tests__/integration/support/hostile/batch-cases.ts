import { either, isKeyText, isText, none, omitted } from './accepted';
import type { Accepts } from './accepted';
import type { Case, Slot } from './cases';
import { slot } from './cases';
import { Tally, Target } from './model';
import { FLAG, optionSlots, UPDATE, VALIDATE, without, WRITE } from './options';
import { changeSlots, isEmptyArray, KEY, keySlots, valueSlots, whereSlots } from './slots';
import type { Batch, DataSource } from 'caspy';

const isFunction: Accepts = (value) => typeof value === 'function';
const SHARED = WRITE.filter(([name]) => name !== 'ttl').map(([name]) => name);
const isInt64: Accepts = (value) =>
  Number.isSafeInteger(value) || (typeof value === 'bigint' && BigInt.asIntN(64, value) === value);

export function batchCases(dataSource: DataSource): Record<string, Case> {
  const send = (add: (batch: Batch) => unknown): Promise<unknown> => dataSource.batch((batch) => void add(batch));
  const own = without(WRITE, ...SHARED);
  const ownOfUpdate = without(UPDATE, ...SHARED);
  const counter = (method: 'increment' | 'decrement'): Slot[] => [
    slot('target', none, (target) => send((batch) => batch[method](target, { id: 'a' } as never, 'hits' as never))),
    slot('key', none, (key) => send((batch) => batch[method](Tally, key, 'hits'))),
    slot('column', none, (column) => send((batch) => batch[method](Tally, { id: 'a' }, column))),
    slot('by', either(omitted, isInt64), (by) => send((batch) => batch[method](Tally, { id: 'a' }, 'hits', by))),
  ];
  const one = (): Target => Object.assign(new Target(), KEY);
  return {
    'DataSource.batch': [
      slot('work', isFunction, (work) => (isFunction(work) ? undefined : dataSource.batch(work))),
      ...optionSlots([...without(WRITE, 'ttl'), ['logged', FLAG]], (options) =>
        dataSource.batch((batch) => void batch.save(one()), options),
      ),
    ],
    'Batch.save': [
      slot('entity', isEmptyArray, (entity) => send((batch) => batch.save(entity))),
      slot('the key of an entity', isKeyText, (id) => send((batch) => batch.save(Object.assign(one(), { id })))),
      slot(
        'the value of a column',
        either(omitted, isText, (value) => value === null),
        (note) => send((batch) => batch.save(Object.assign(one(), { note }))),
      ),
      ...optionSlots([...own, VALIDATE], (options) => send((batch) => batch.save(one(), options))),
    ],
    'Batch.insert': [
      slot('target', none, (target) => send((batch) => batch.insert(target, KEY))),
      ...valueSlots((values) => send((batch) => batch.insert(Target, values))),
      ...optionSlots([...own, VALIDATE, ['ifNotExists', FLAG]], (options) =>
        send((batch) => batch.insert(Target, KEY, options)),
      ),
    ],
    'Batch.update': [
      slot('target', none, (target) => send((batch) => batch.update(target, KEY as never, { note: 'x' } as never))),
      ...keySlots((key) => send((batch) => batch.update(Target, key, { note: 'x' }))),
      ...changeSlots((changes) => send((batch) => batch.update(Target, KEY, changes))),
      ...optionSlots([...ownOfUpdate, VALIDATE, ['ifExists', FLAG]], (options) =>
        send((batch) => batch.update(Target, KEY, { size: 1 }, options)),
      ),
    ],
    'Batch.updateCollection': [
      ...keySlots((key) => send((batch) => batch.updateCollection(Target, key, 'tags', { add: ['x'] }))),
      slot('column', none, (column) => send((batch) => batch.updateCollection(Target, KEY, column, {} as never))),
      slot('change', none, (change) => send((batch) => batch.updateCollection(Target, KEY, 'tags', change))),
    ],
    'Batch.increment': counter('increment'),
    'Batch.decrement': counter('decrement'),
    'Batch.delete': [
      slot('target', none, (target) => send((batch) => batch.delete(target, KEY as never))),
      ...whereSlots((where) => send((batch) => batch.delete(Target, where))),
      ...optionSlots([['ifExists', FLAG]], (options) => send((batch) => batch.delete(Target, KEY, options))),
    ],
    'Batch.remove': [
      slot('entity', isEmptyArray, (entity) => send((batch) => batch.remove(entity))),
      slot('the key of an entity', isKeyText, (id) => send((batch) => batch.remove(Object.assign(one(), { id })))),
      ...optionSlots([], (options) => send((batch) => batch.remove(one(), options))),
    ],
    'Batch.close': 'takes no input',
  };
}
