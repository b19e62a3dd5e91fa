import { types as nodeTypes } from 'node:util';

function describeNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return 'an infinite number';
  if (!Number.isInteger(value)) return 'a fractional number';
  return Number.isSafeInteger(value) ? 'a whole number' : 'a number outside the safe range';
}

const CLASS_NAME = /^[A-Za-z_$][\w$]{0,60}$/;

/** The class by the prototype, never by a property of the value, which may be data from outside. */
export function classNameOf(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof constructor === 'function' && CLASS_NAME.test(constructor.name) ? constructor.name : undefined;
}

const withArticle = (word: string): string => `${/^[aeio]/i.test(word) ? 'an' : 'a'} ${word}`;

function describeObject(value: object): string {
  if (Array.isArray(value)) return 'an array';
  if (nodeTypes.isDate(value) && Number.isNaN(value.getTime())) return 'an invalid Date';
  const name = classNameOf(value);
  return name === undefined || name === 'Object' ? 'an object' : withArticle(name);
}

/**
 * What kind of value something is, in words for a message: `a string`, `a fractional number`, `an array`, `a Map`.
 * Never the value itself, which may be a secret.
 */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'number':
      return describeNumber(value);
    case 'string':
      return value === '' ? 'an empty string' : 'a string';
    case 'object':
      return describeObject(value);
    case 'undefined':
      return 'undefined';
    default:
      return `a ${typeof value}`;
  }
}
