import * as rules from 'class-validator';

/** Rules on one property, and values for it. */
export interface RuleCase {
  readonly name: string;
  readonly decorators: readonly PropertyDecorator[];
  readonly values: readonly unknown[];
}

const TEXTS = ['', 'a', 'ada@example.com', 'https://example.com', '123e4567-e89b-42d3-a456-426614174000', '12', '-1.5'];
const ODD = [undefined, null, NaN, 0, 5, -3, 1.5, 10n, true, [], {}, new Date(0), new Date(NaN), new Set(['a', 1])];
const ANY = [...TEXTS, ...ODD];
const LISTS = [
  [],
  ['a'],
  ['a', 'a'],
  ['a', 5],
  new Set(['a']),
  new Set([5]),
  new Map([['k', 'a']]),
  'a',
  null,
  undefined,
];

const one = (name: string, ...decorators: PropertyDecorator[]): RuleCase => ({ name, decorators, values: ANY });
const many = (name: string, ...decorators: PropertyDecorator[]): RuleCase => ({ name, decorators, values: LISTS });

/** Rules that run compiled. */
export const COMPILED: readonly RuleCase[] = [
  one('IsString', rules.IsString()),
  one('IsInt', rules.IsInt()),
  one('IsNumber', rules.IsNumber({ allowNaN: true, maxDecimalPlaces: 0 })),
  one('IsBoolean', rules.IsBoolean()),
  one('IsDate', rules.IsDate()),
  one('IsEmail', rules.IsEmail()),
  one('IsUrl', rules.IsUrl()),
  one('IsUUID', rules.IsUUID('4')),
  one('Length', rules.Length(1, 5)),
  one('MinLength and MaxLength', rules.MinLength(2), rules.MaxLength(14)),
  one('Matches', rules.Matches(/^\d+$/, { message: 'digits, not $value, in $property of $target' })),
  one('Min and Max', rules.Min(1), rules.Max(9)),
  one('IsPositive', rules.IsPositive()),
  one('IsIn', rules.IsIn(['a', 5, null])),
  one('IsNotIn', rules.IsNotIn(['a', 5])),
  one('IsEnum', rules.IsEnum({ A: 'a', Five: 5 })),
  one('Equals', rules.Equals(5)),
  one('NotEquals', rules.NotEquals(undefined)),
  one('IsDefined', rules.IsDefined()),
  one('IsDefined and IsString', rules.IsDefined(), rules.IsString()),
  one('IsOptional and IsInt', rules.IsOptional(), rules.IsInt()),
  one('IsOptional alone', rules.IsOptional()),
  one('IsNotEmpty', rules.IsNotEmpty()),
  one('IsEmpty', rules.IsEmpty()),
  one('MinDate', rules.MinDate(new Date(-1))),
  one(
    'MaxDate of a function',
    rules.MaxDate(() => new Date(1)),
  ),
  one('IsInstance', rules.IsInstance(Date)),
  one('IsObject', rules.IsObject()),
  one('IsNotEmptyObject', rules.IsNotEmptyObject()),
  one('IsNumberString', rules.IsNumberString()),
  one('IsISO8601', rules.IsISO8601({ strict: true })),
  one('Contains', rules.Contains('a')),
  one('Allow', rules.Allow()),
  one(
    'ValidateIf',
    rules.ValidateIf((_, value) => typeof value === 'string'),
    rules.Length(2, 3),
  ),
  one('validateIf of a rule', rules.IsInt({ validateIf: (_, value) => typeof value === 'number' })),
  one('a message of a function', rules.IsInt({ message: ({ property, targetName }) => `${targetName}/${property}` })),
  one('a context', rules.IsInt({ context: { code: 7 } })),
  one('a stricter rule under the name of one of its own', (target, property) =>
    rules.registerDecorator({
      name: 'isEmail',
      target: target.constructor,
      propertyName: String(property),
      constraints: [{}],
      validator: {
        validate: (value: unknown) => rules.isEmail(value) && !String(value).endsWith('@example.com'),
        defaultMessage: () => 'not from there',
      },
    }),
  ),
  one('several rules', rules.IsString(), rules.IsEmail(), rules.Length(3, 10)),
  many('IsArray', rules.IsArray()),
  many('ArrayNotEmpty and ArrayUnique', rules.ArrayNotEmpty(), rules.ArrayUnique()),
  many('ArrayMaxSize', rules.ArrayMaxSize(1)),
  many('IsString each', rules.IsString({ each: true })),
  many('IsInt each', rules.IsInt({ each: true, message: 'each $property' })),
];

class Inner {
  street: unknown;
  constructor(street: unknown) {
    this.street = street;
  }
}
rules.IsString()(Inner.prototype, 'street');

@rules.ValidatorConstraint({ name: 'late', async: true })
class Late implements rules.ValidatorConstraintInterface {
  async validate(value: unknown): Promise<boolean> {
    await Promise.resolve();
    return value === 'a';
  }
  defaultMessage(): string {
    return '$property comes late';
  }
}

@rules.ValidatorConstraint({ name: 'own' })
class Own implements rules.ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string';
  }
}

const NESTED = [new Inner('x'), new Inner(5), [new Inner(1), new Inner('y')], [], {}, 'text', null, undefined];
const promised = (value: unknown): Promise<unknown> => Promise.resolve(value);

/** Rules that only class-validator itself can judge. */
export const DELEGATED: readonly RuleCase[] = [
  { name: 'ValidateNested', decorators: [rules.ValidateNested()], values: NESTED },
  { name: 'ValidateNested each', decorators: [rules.ValidateNested({ each: true })], values: NESTED },
  {
    name: 'ValidatePromise',
    decorators: [rules.ValidatePromise(), rules.IsString()],
    values: [promised('a'), promised(1), 'a', 1],
  },
  one('a class of constraints', rules.Validate(Own)),
  one('an asynchronous class', rules.Validate(Late)),
  one('an asynchronous rule', (target, property) =>
    rules.registerDecorator({
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: (value: unknown) => Promise.resolve(value === 5), defaultMessage: () => 'not five' },
    }),
  ),
  one('a promise under the name of a rule', (target, property) =>
    rules.registerDecorator({
      name: 'isInt',
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: (value: unknown) => Promise.resolve(value === 5), defaultMessage: () => 'not five' },
    }),
  ),
];
