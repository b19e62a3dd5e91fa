import type { ValidationError as RuleError, ValidatorOptions } from 'class-validator';
import * as classValidator from 'class-validator';
import { Allow, getMetadataStorage, IsEmail, IsInt, IsString, Length, validate } from 'class-validator';
import { ValidationError } from '../../../lib/index';
import { keepSetting, readValidate } from '../../../lib/validation/read-validate';
import { rulesOf } from '../../../lib/validation/rules';
import type { RuleCase } from './rule-corpus';
import { COMPILED, DELEGATED } from './rule-corpus';

type Holder = new () => { property: unknown };

function classWith(decorators: readonly PropertyDecorator[]): Holder {
  class Entity {
    property: unknown;
  }
  for (const decorate of decorators) decorate(Entity.prototype, 'property');
  return Entity;
}

function holder(Class: Holder, value: unknown): object {
  return Object.assign(new Class(), { property: value });
}

/** What caspy finds, as class-validator's errors without target and value. */
async function found(Class: Holder, object: object, options: ValidatorOptions): Promise<unknown> {
  try {
    await rulesOf(Class, readValidate('test', options)!).check(object);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as ValidationError).details.tree;
  }
}

function withoutValues(errors: readonly RuleError[]): unknown {
  return errors.map(({ property, constraints = {}, children = [], contexts }) => ({
    property,
    constraints,
    children: withoutValues(children),
    ...(contexts === undefined ? {} : { contexts }),
  }));
}

const OPTIONS: readonly ValidatorOptions[] = [
  {},
  { skipMissingProperties: true, stopAtFirstError: true },
  { skipUndefinedProperties: true, whitelist: true, forbidNonWhitelisted: true },
  { skipNullProperties: true, dismissDefaultMessages: true },
];

const cases = ([...COMPILED, ...DELEGATED] as readonly RuleCase[]).map((each) => [each.name, each] as const);

test('the corpus has at least 200 cases', () => {
  const count = cases.reduce((sum, [, { values }]) => sum + values.length, 0) * OPTIONS.length;
  expect(count).toBeGreaterThan(2_000);
});

describe('verdicts and messages are those of class-validator', () => {
  test.each(cases)('%s', async (_, { decorators, values }) => {
    const Class = classWith(decorators);
    for (const options of OPTIONS) {
      for (const value of values) {
        const object = holder(Class, value);
        const expected = withoutValues(await validate(object, { ...options }));
        expect([value, options, await found(Class, object, options)]).toEqual([value, options, expected]);
      }
    }
  });

  test.each<[string, ValidatorOptions]>([
    ['no group', {}],
    ['a group', { groups: ['a'] }],
    ['another group', { groups: ['b', 'c'] }],
    ['strict groups', { strictGroups: true }],
    ['always', { groups: ['b'], always: true }],
  ])('groups: %s', async (_, options) => {
    class Grouped {
      property: unknown;
    }
    IsString({ groups: ['a'] })(Grouped.prototype, 'property');
    Length(3, 5, { groups: ['a', 'b'] })(Grouped.prototype, 'property');
    IsEmail({}, { always: true })(Grouped.prototype, 'property');
    Allow()(Grouped.prototype, 'property');
    for (const value of ['a', 'abc', 5, undefined, 'a@b.de']) {
      const object = holder(Grouped, value);
      expect(await found(Grouped, object, options)).toEqual(withoutValues(await validate(object, { ...options })));
    }
  });

  test('inherited rules, and those that a subclass has instead', async () => {
    class Parent {
      property: unknown;
    }
    IsString()(Parent.prototype, 'property');
    class Child extends Parent {}
    Length(2, 3)(Child.prototype, 'property');
    class Grandchild extends Child {}
    for (const Class of [Parent, Child, Grandchild]) {
      for (const value of ['a', 'ab', 5]) {
        const object = holder(Class, value);
        expect(await found(Class, object, {})).toEqual(withoutValues(await validate(object)));
      }
    }
  });
});

describe('the rules are read once', () => {
  test('what passes costs class-validator nothing', () => {
    const Class = classWith([IsString(), Length(1, 5)]);
    const rules = rulesOf(Class, readValidate('test', true)!);
    expect(rules.check(holder(Class, 'ok'))).toBeUndefined();
    const read = jest.spyOn(getMetadataStorage(), 'getTargetValidationMetadatas');
    for (let i = 0; i < 10; i += 1) expect(rules.check(holder(Class, 'ok'))).toBeUndefined();
    expect(read).not.toHaveBeenCalled();
    expect(() => rules.check(holder(Class, 5))).toThrow(ValidationError);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
  });

  test('rules that are added later are seen, on the class and on its parent', () => {
    class Parent {
      property: unknown;
      other: unknown;
    }
    class Late extends Parent {}
    const rules = rulesOf(Late, readValidate('test', true)!);
    const late = new Late();
    late.property = 1;
    late.other = 'x';
    expect(rules.apply).toBe(false);
    expect(rules.check(late)).toBeUndefined();
    IsString()(Late.prototype, 'property');
    expect(rules.apply).toBe(true);
    expect(() => rules.check(late)).toThrow('Late.property: property must be a string.');
    late.property = 'ok';
    expect(rules.check(late)).toBeUndefined();
    IsInt()(Parent.prototype, 'other');
    expect(() => rules.check(late)).toThrow('Late.other: other must be an integer number.');
  });

  test('a class without rules is never handed to class-validator', () => {
    class Bare {
      property = 1;
    }
    const called = jest.spyOn(classValidator.getMetadataStorage(), 'getTargetValidationMetadatas');
    const rules = rulesOf(Bare, readValidate('test', { whitelist: true })!);
    for (let i = 0; i < 5; i += 1) expect(rules.check(new Bare())).toBeUndefined();
    expect(called).toHaveBeenCalledTimes(0);
    called.mockRestore();
    expect(new Bare()).toEqual({ property: 1 });
  });
});

test('the error names each fault and holds no value', () => {
  class Account {
    email = 'secret-value';
    property: unknown = 'another-secret';
  }
  IsEmail()(Account.prototype, 'email');
  IsInt()(Account.prototype, 'property');
  let thrown: unknown;
  try {
    void rulesOf(Account, readValidate('test', true)!).check(new Account());
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ValidationError);
  const error = thrown as ValidationError;
  expect(error.code).toBe('CASPY_VALIDATION');
  expect(error.message).toBe(
    'Account.email: email must be an email; Account.property: property must be an integer number.',
  );
  expect(error.errors).toEqual([
    { path: 'Account.email', constraints: { isEmail: 'email must be an email' } },
    { path: 'Account.property', constraints: { isInt: 'property must be an integer number' } },
  ]);
  expect(JSON.stringify([error.message, error.errors, error.details])).not.toContain('secret');
});

test('options that are kept are read once, and do not change with the object that was given', () => {
  const given = { groups: ['a'], whitelist: true };
  const kept = keepSetting(given);
  const read = readValidate('test', kept);
  given.whitelist = false;
  given.groups.push('b');
  expect(readValidate('test', kept)).toBe(read);
  expect(read?.options).toEqual({ groups: ['a'], whitelist: true });
  expect(keepSetting(true)).toBe(true);
});

test.each<[unknown, string]>([
  ['yes', "'validate' is true, false or options of class-validator, not a string"],
  [null, "'validate' is true, false or options of class-validator, not null"],
  [{ group: ['a'] }, "validate knows no option 'group'. Did you mean"],
  [{ groups: 'a' }, "'validate.groups' is a list of texts"],
  [{ whitelist: 1 }, "'validate.whitelist' is true or false"],
])('a wrong setting %p', (setting, message) => {
  expect(() => readValidate('User', setting as boolean)).toThrow(message);
});
