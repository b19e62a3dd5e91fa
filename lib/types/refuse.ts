import { CodecFault } from './codec';
import { describeValue } from './describe-value';

/** Says what a codec wanted and what kind of value it got; `got` replaces the kind where more can be said. */
export function refuse(expected: string, value: unknown, got = describeValue(value)): never {
  throw new CodecFault(`expected ${expected}, got ${got}`);
}
