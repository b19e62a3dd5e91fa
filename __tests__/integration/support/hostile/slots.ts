import { either, isEmptyObject, isInt, isKeyText, isLimit, isText, none, omitted } from './accepted';
import type { Accepts } from './accepted';
import type { Slot } from './cases';
import { slot } from './cases';
import { FLAG, named, optionSlots, READ, UPDATE } from './options';

export const KEY = { id: 'a', seq: 1 };

export const isPageSize: Accepts = (value) => isLimit(value) && Number(value) <= 10_000;
const isTexts: Accepts = (value) => Array.isArray(value) && value.length > 0 && [...(value as unknown[])].every(isText);
export const isTextsOrSet: Accepts = (value) => isTexts(value) || value instanceof Set;

/** Places where conditions stand. */
export function whereSlots(call: (where: never) => unknown): Slot[] {
  return [
    slot('where', none, call),
    slot('the name of a condition', none, (hostile) => call(named(hostile, 'x') as never)),
    slot('the value of a condition', isKeyText, (hostile) => call({ id: hostile } as never)),
    slot('the value of a second condition', isInt, (hostile) => call({ id: 'a', seq: hostile } as never)),
  ];
}

/** Places where a whole key stands. */
export function keySlots(call: (key: never) => unknown): Slot[] {
  return [
    slot('key', none, call),
    slot('the name of a part of the key', none, (hostile) => call({ ...KEY, ...named(hostile, 1) } as never)),
    slot('the value of the partition key', isKeyText, (hostile) => call({ id: hostile, seq: 1 } as never)),
    slot('the value of the clustering key', isInt, (hostile) => call({ id: 'a', seq: hostile } as never)),
  ];
}

export function findSlots(call: (options: never) => unknown, omittable: boolean): Slot[] {
  const withWhere = (options: object): unknown => call({ where: { id: 'a' }, ...options } as never);
  return [
    ...whereSlots((where) => call({ where } as never)),
    ...optionSlots(READ, call).filter(({ name }) => omittable || name !== 'options'),
    slot('limit', either(omitted, isLimit), (limit) => withWhere({ limit })),
    slot('perPartitionLimit', either(omitted, isLimit), (perPartitionLimit) => withWhere({ perPartitionLimit })),
    slot('allowFiltering', either(omitted, FLAG), (allowFiltering) => withWhere({ allowFiltering })),
  ];
}

export function shapeSlots(call: (options: never) => unknown): Slot[] {
  const withWhere = (options: object): unknown => call({ where: { id: 'a' }, ...options } as never);
  const isNoOrder = (value: unknown): boolean => value === undefined || isEmptyObject(value);
  return [
    slot('order', isNoOrder, (order) => withWhere({ order })),
    slot('the column of an order', none, (hostile) => withWhere({ order: named(hostile, 'ASC') })),
    slot('the direction of an order', none, (seq) => withWhere({ order: { seq } })),
    slot('select', omitted, (select) => withWhere({ select })),
    slot('a column of select', none, (hostile) => withWhere({ select: [hostile] })),
    slot('a name of select', none, (hostile) => withWhere({ select: named(hostile, true) })),
    slot(
      'a flag of select',
      (value) => value === true,
      (id) => withWhere({ select: { id } }),
    ),
  ];
}

export function plain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Places where the values of a row stand. */
export function valueSlots(call: (values: never) => unknown): Slot[] {
  return [
    slot('values', none, call),
    slot('the name of a value', none, (hostile) => call({ ...KEY, ...named(hostile, 'x') } as never)),
    slot('the value of the partition key', isKeyText, (id) => call({ id, seq: 2 } as never)),
    slot(
      'the value of a column',
      either(omitted, isText, (value) => value === null),
      (note) => call({ id: 'w', seq: 2, note } as never),
    ),
  ];
}

export function changeSlots(call: (changes: never) => unknown): Slot[] {
  return [
    slot('changes', none, call),
    slot('the name of a change', none, (hostile) => call(named(hostile, 'x') as never)),
    slot(
      'the value of a change',
      either(isText, (value) => value === null),
      (note) => call({ note } as never),
    ),
    slot(
      'the elements of a change',
      either(isTextsOrSet, (value) => value === null || isEmptyArray(value)),
      (tags) => call({ tags } as never),
    ),
  ];
}

export const isEmptyArray: Accepts = (value) => Array.isArray(value) && value.length === 0;

export function conditionSlots(call: (condition: never) => unknown): Slot[] {
  return [
    slot('if', none, call),
    slot('the name of an if', none, (hostile) => call(named(hostile, 'x') as never)),
    slot(
      'the value of an if',
      either(isText, (value) => value === null),
      (note) => call({ note } as never),
    ),
  ];
}

export function collectionSlots(call: (column: never, change: never, options?: never) => unknown): Slot[] {
  const set = (change: object): unknown => call('tags' as never, change as never);
  const list = (change: object): unknown => call('items' as never, change as never);
  const map = (change: object): unknown => call('labels' as never, change as never);
  return [
    slot('column', none, (column) => call(column, { add: ['x'] } as never)),
    slot('change', none, (change) => call('tags' as never, change)),
    slot('the name of the change', none, (hostile) => set(named(hostile, ['x']))),
    slot('the elements added', isTextsOrSet, (add) => set({ add })),
    slot('the elements removed', isTextsOrSet, (remove) => set({ remove })),
    slot('the elements appended', isTextsOrSet, (append) => list({ append })),
    slot('the place that is set', none, (setAt) => list({ setAt })),
    slot('the key that is set', isText, (key) => map({ setAt: [key, 'x'] })),
    slot('the value that is put', isText, (value) => map({ put: new Map([['k', value]]) })),
    slot('the key that is put', isText, (key) => map({ put: new Map([[key, 'x']]) })),
    slot(
      'the entries that are put',
      (value) => value instanceof Map || isTextRecord(value),
      (put) => map({ put }),
    ),
    ...optionSlots(UPDATE, (options) => call('tags' as never, { add: ['x'] } as never, options)),
  ];
}

const DANGEROUS = ['__proto__', 'constructor', 'prototype'];

/** An object that map<text, text> may be written from. */
export function isTextRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Object.prototype.toString.call(value) !== '[object Object]') return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, each]) => isText(each) && !DANGEROUS.includes(key));
}
