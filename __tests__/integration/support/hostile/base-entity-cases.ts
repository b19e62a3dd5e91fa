import { either, isEmptyObject, isKeyText, namesId, none, omitted } from './accepted';
import type { Case } from './cases';
import { slot } from './cases';
import { Target } from './model';
import { FLAG, named, optionSlots, READ, synchronizeSlots, UPDATE, VALIDATE, without, WRITE } from './options';
import { changeSlots, collectionSlots, findSlots, isPageSize, KEY, keySlots, shapeSlots, whereSlots } from './slots';

const one = (): Target => Object.assign(new Target(), KEY);

export function baseEntityCases(): Record<string, Case> {
  const finders = (call: (options: never) => unknown): Case => [...findSlots(call, true), ...shapeSlots(call)];
  return {
    'BaseEntity.getRepository': 'takes no input',
    'BaseEntity.syncTable': synchronizeSlots((options) => Target.syncTable(options)),
    'BaseEntity.create': [
      slot('values', either(omitted, isEmptyObject, namesId), (values) => Target.create(values)),
      slot('the name of a value', none, (hostile) => Target.create(named(hostile, 1))),
    ],
    'BaseEntity.get': [
      ...keySlots((key) => Target.get(key)),
      ...optionSlots(READ, (options) => Target.get(KEY, options)),
    ],
    'BaseEntity.getOrFail': keySlots((key) => Target.getOrFail(key)),
    'BaseEntity.find': finders((options) => Target.find(options)),
    'BaseEntity.findBy': whereSlots((where) => Target.findBy(where)),
    'BaseEntity.findOne': finders((options) => Target.findOne(options)),
    'BaseEntity.findOneBy': whereSlots((where) => Target.findOneBy(where)),
    'BaseEntity.findPage': [
      ...shapeSlots((options) => Target.findPage(options)),
      slot('size', either(omitted, isPageSize), (size) => Target.findPage({ where: { id: 'a' }, size })),
      slot(
        'after',
        either(omitted, (value) => value === null),
        (after) => Target.findPage({ where: { id: 'a' }, after }),
      ),
    ],
    'BaseEntity.filter': whereSlots((where) => Target.filter(where).all()),
    'BaseEntity.all': 'takes no input',
    'BaseEntity.count': whereSlots((where) => Target.count(where)).map((each) =>
      each.name === 'where' ? { ...each, accepts: omitted } : each,
    ),
    'BaseEntity.prototype.save': [
      slot('the key of the entity', isKeyText, (id) => Object.assign(one(), { id }).save()),
      ...optionSlots([...WRITE, VALIDATE, ['trackChanges', FLAG]], (options) => one().save(options)),
    ],
    'BaseEntity.prototype.update': [
      ...changeSlots((changes) => one().update(changes)),
      ...optionSlots([...UPDATE, VALIDATE, ['ifExists', FLAG]], (options) => one().update({ size: 1 }, options)),
    ],
    'BaseEntity.prototype.updateCollection': collectionSlots((column, change, options) =>
      one().updateCollection(column, change, options),
    ),
    'BaseEntity.prototype.remove': [
      slot('the key of the entity', isKeyText, (id) => Object.assign(one(), { id }).remove()),
      ...optionSlots(without(WRITE, 'ttl'), (options) => one().remove(options)),
    ],
    'BaseEntity.prototype.reload': [
      slot('the key of the entity', isKeyText, (id) => Object.assign(one(), { id }).reload()),
      ...optionSlots(READ, (options) => one().reload(options)),
    ],
  };
}
