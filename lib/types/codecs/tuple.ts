import { CodecFault } from '../codec';
import type { Codec } from '../codec';
import type { CodecPlan, Decode, Encode } from '../codec-plan';
import { driverValue, isDriverValue } from '../driver-value';
import { refuse } from '../refuse';
import { sizeOfParts, writeParts } from './parts';

function encodeMember(codec: Codec, value: unknown, at: number): Buffer | null {
  if (value === null || value === undefined) return null;
  try {
    return codec.encode(value);
  } catch (error) {
    throw error instanceof CodecFault ? error.within(`[${at}]`) : error;
  }
}

/** Members may be null. A tuple that was stored before a member was added to its type reads as null there. */
export function tuplePlan(members: readonly Codec[]): CodecPlan {
  const expected = `an array of ${members.length}`;
  const encode: Encode = (value) => {
    const values: unknown = isDriverValue(value, 'Tuple') ? value.elements : value;
    if (!Array.isArray(values)) return refuse(expected, value);
    if (values.length !== members.length) refuse(expected, value, `an array of ${values.length}`);
    const parts = members.map((codec, at) => encodeMember(codec, values[at], at));
    const bytes = Buffer.allocUnsafe(sizeOfParts(parts));
    writeParts(parts, bytes, 0);
    return bytes;
  };
  const decode: Decode = (value) => {
    const { elements } = driverValue(value, 'Tuple');
    return members.map((codec, at) => {
      const element: unknown = elements[at] ?? null;
      return element === null || codec.decode === undefined ? element : codec.decode(element);
    });
  };
  return { encode, forms: [{ as: 'Array', decode }] };
}
