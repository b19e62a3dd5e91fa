import { either, isEmptyObject, isInt, isKeyText, isText, namesId, none, omitted } from './accepted';
import type { Case, Slot } from './cases';
import { slot } from './cases';
import type { Tally, Target } from './model';
import {
  DEFAULTS,
  FLAG,
  named,
  optionSlots,
  READ,
  synchronizeSlots,
  UPDATE,
  VALIDATE,
  without,
  WRITE,
} from './options';
import {
  changeSlots,
  collectionSlots,
  conditionSlots,
  findSlots,
  isEmptyArray,
  isPageSize,
  isTextsOrSet,
  KEY,
  keySlots,
  shapeSlots,
  valueSlots,
  whereSlots,
} from './slots';
import type { Repository } from 'caspy';

export function repositoryCases(targets: Repository<Target>, tallies: Repository<Tally>): Record<string, Case> {
  const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) || int64(value);
  const counter = (method: 'increment' | 'decrement'): Slot[] => [
    slot('key', none, (key) => tallies[method](key, 'hits')),
    slot('column', none, (column) => tallies[method]({ id: 'a' }, column)),
    slot('by', either(omitted, isNumber), (by) => tallies[method]({ id: 'a' }, 'hits', by)),
    ...optionSlots(without(WRITE, 'ttl', 'timestamp', 'serialConsistency'), (options) =>
      tallies[method]({ id: 'a' }, 'hits', 1n, options),
    ),
  ];
  const counted = (call: (options: never) => unknown): Slot[] => findSlots(call, true);
  return {
    'Repository.withOptions': [
      ...defaultSlots((options) => targets.withOptions(options).save(targets.create({ id: 'w', seq: 3 }))),
      ...defaultSlots((options) => targets.withOptions(options).get(KEY)),
    ],
    'Repository.withKeyspace': [
      { ...slot('keyspace', none, (keyspace) => targets.withKeyspace(keyspace).get(KEY)), isCql: true },
    ],
    'Repository.extend': [slot('methods', isNewMethods, (methods) => targets.extend(methods))],
    'Repository.create': [
      slot('values', either(omitted, isEmptyObject, namesId), (values) => targets.create(values)),
      slot('the name of a value', none, (hostile) => targets.create(named(hostile, 1))),
    ],
    'Repository.merge': [
      slot('entity', isEntity, (entity) => targets.merge(entity, { note: 'x' })),
      slot('values', either(isEmptyObject, namesId), (values) => targets.merge(targets.create(), values)),
      slot('the name of a value', none, (hostile) => targets.merge(targets.create(), named(hostile, 1))),
    ],
    'Repository.save': [
      ...valueSlots((values) => targets.save(values)).map(takesLists),
      slot('an entity of a list', none, (hostile) => targets.save([hostile])),
      ...optionSlots([...WRITE, VALIDATE, ['trackChanges', FLAG]], (options) =>
        targets.save(targets.create({ id: 'w', seq: 3 }), options),
      ),
    ],
    'Repository.insert': [
      ...valueSlots((values) => targets.insert(values)),
      ...optionSlots([...WRITE, VALIDATE, ['ifNotExists', FLAG]], (options) =>
        targets.insert({ id: 'w', seq: 4 }, options),
      ),
    ],
    'Repository.update': [
      ...keySlots((key) => targets.update(key, { note: 'x' })),
      ...changeSlots((changes) => targets.update(KEY, changes)),
      ...conditionSlots((condition) => targets.update(KEY, { size: 1 }, { if: condition })),
      ...optionSlots([...UPDATE, VALIDATE, ['ifExists', FLAG]], (options) => targets.update(KEY, { size: 1 }, options)),
    ],
    'Repository.updateEntity': [
      slot('entity', none, (entity) => targets.updateEntity(entity, { note: 'x' })),
      ...changeSlots((changes) => targets.updateEntity(targets.create(KEY), changes)),
      ...optionSlots(UPDATE, (options) => targets.updateEntity(targets.create(KEY), { size: 1 }, options)),
    ],
    'Repository.updateCollection': [
      ...keySlots((key) => targets.updateCollection(key, 'tags', { add: ['x'] })),
      ...collectionSlots((column, change, options) => targets.updateCollection(KEY, column, change, options)),
    ],
    'Repository.increment': counter('increment'),
    'Repository.decrement': counter('decrement'),
    'Repository.delete': [
      ...whereSlots((where) => targets.delete(where)),
      slot('columns', omitted, (columns) => targets.delete(KEY, { columns })),
      slot('a column of columns', none, (hostile) => targets.delete(KEY, { columns: [hostile] })),
      slot('elements', omitted, (elements) => targets.delete(KEY, { elements })),
      slot('the column of elements', none, (hostile) => targets.delete(KEY, { elements: named(hostile, ['x']) })),
      slot('the elements of a set', isTextsOrSet, (tags) => targets.delete(KEY, { elements: { tags } })),
      {
        ...slot('an index of a list', isInt, (index) => targets.delete(KEY, { elements: { items: [index] } })),
        isCql: true,
      },
      slot('a key of a map', isText, (key) => targets.delete(KEY, { elements: { labels: [key] } })),
      ...conditionSlots((condition) => targets.delete(KEY, { if: condition })),
      ...optionSlots([...without(WRITE, 'ttl'), ['ifExists', FLAG]], (options) => targets.delete(KEY, options)),
    ],
    'Repository.remove': [
      slot('entity', isEmptyArray, (entity) => targets.remove(entity)),
      slot('an entity of a list', none, (hostile) => targets.remove([hostile])),
      slot('the key of an entity', isKeyText, (id) => targets.remove({ id, seq: 1 } as never)),
      ...optionSlots(without(WRITE, 'ttl'), (options) => targets.remove(targets.create(KEY), options)),
    ],
    'Repository.syncTable': synchronizeSlots((options) => tallies.syncTable(options)),
    'Repository.clear': optionSlots(
      without(WRITE, 'ttl', 'timestamp', 'serialConsistency', 'consistency', 'idempotent'),
      (options) => tallies.clear(options),
    ),
    'Repository.get': [
      ...keySlots((key) => targets.get(key)),
      ...optionSlots(READ, (options) => targets.get(KEY, options)),
    ],
    'Repository.getOrFail': [
      ...keySlots((key) => targets.getOrFail(key)),
      ...optionSlots(READ, (options) => targets.getOrFail(KEY, options)),
    ],
    'Repository.find': [
      ...findSlots((options) => targets.find(options), true),
      ...shapeSlots((options) => targets.find(options)),
    ],
    'Repository.findBy': whereSlots((where) => targets.findBy(where)),
    'Repository.findOne': [
      ...findSlots((options) => targets.findOne(options), true),
      ...shapeSlots((options) => targets.findOne(options)),
    ],
    'Repository.findOneBy': whereSlots((where) => targets.findOneBy(where)),
    'Repository.findOneOrFail': [
      ...findSlots((options) => targets.findOneOrFail(options), true),
      ...shapeSlots((options) => targets.findOneOrFail(options)),
    ],
    'Repository.findOneByOrFail': whereSlots((where) => targets.findOneByOrFail(where)),
    'Repository.findPage': [
      ...findSlots((options) => targets.findPage(options), true).filter(({ name }) => name !== 'options.fetchSize'),
      ...shapeSlots((options) => targets.findPage(options)),
      slot('size', either(omitted, isPageSize), (size) => targets.findPage({ where: { id: 'a' }, size })),
      slot(
        'after',
        either(omitted, (value) => value === null),
        (after) => targets.findPage({ where: { id: 'a' }, after }),
      ),
    ],
    'Repository.count': counted((options) => targets.count(options)),
    'Repository.countBy': whereSlots((where) => targets.countBy(where)),
    ...aggregates((method, column, where) => targets[method](column, where)),
    'Repository.exists': counted((options) => targets.exists(options)),
    'Repository.existsBy': whereSlots((where) => targets.existsBy(where)),
    'Repository.filter': whereSlots((where) => targets.filter(where).all()),
    'Repository.all': 'takes no input',
    'Repository.stream': [
      ...findSlots((options) => consume(targets.stream(options)), true),
      ...shapeSlots((options) => consume(targets.stream(options))),
    ],
    'Repository.query': [
      { ...slot('cql', none, (cql) => targets.query(cql)), isCql: true },
      { ...slot('params', either(omitted, isEmptyArray), (params) => targets.query(SELECT, params)), isCql: true },
      { ...slot('a parameter', isText, (param) => targets.query(SELECT, [param])), isCql: true },
      ...optionSlots(READ, (options) => targets.query(SELECT, ['a'], options)),
    ],
  };
}

const SELECT = 'SELECT id, seq FROM hostile_target WHERE id = ?';

/** Anything that names no method which the repository has. */
function isNewMethods(value: unknown): boolean {
  if (Object.prototype.toString.call(value) !== '[object Object]') return false;
  return Object.keys(value as object).every((name) => !(name in {}) && !name.startsWith('__'));
}

function int64(value: unknown): boolean {
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
}

async function consume(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count += 1;
  return count;
}

const AGGREGATES = ['sum', 'average', 'minimum', 'maximum'] as const;

function aggregates(
  call: (method: (typeof AGGREGATES)[number], column: never, where: never) => unknown,
): Record<string, Case> {
  const entries = AGGREGATES.map((method): [string, Case] => [
    `Repository.${method}`,
    [
      slot('column', none, (column) => call(method, column, { id: 'a' } as never)),
      ...whereSlots((where) => call(method, 'size' as never, where)).map((each) =>
        each.name === 'where' ? { ...each, accepts: omitted } : each,
      ),
    ],
  ]);
  return Object.fromEntries(entries);
}

/** Nothing is to be done for an empty list. */
function takesLists(each: Slot): Slot {
  return each.name === 'values' ? { ...each, accepts: isEmptyArray } : each;
}

/** `merge` sets properties of whatever object of names it is given. */
function isEntity(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** `withOptions` has nothing to do without options. */
function defaultSlots(call: (options: never) => unknown): Slot[] {
  return optionSlots(without(DEFAULTS, 'ttl', 'timestamp', 'signal'), call).map((each) =>
    each.name === 'options' ? { ...each, accepts: isEmptyObject } : each,
  );
}
