/**
 * Turns values of one CQL type from JavaScript to the bytes of the native protocol, and from what the driver decoded
 * to the JavaScript form that the property wants.
 *
 * Encoding goes straight to bytes because the driver passes a `Buffer` through untouched: its own encoder turns 1.9
 * into 1 and a `Map` into an empty map without a word. Decoding starts from the driver's value under the encoding
 * options that caspy's session sets (`Map`, `Set`, `bigint`).
 */
export interface Codec {
  /** The CQL type as text, for messages and DDL. */
  readonly cql: string;
  /**
   * Bytes of a value that is neither null nor undefined.
   * @throws CodecFault when the value does not fit.
   */
  readonly encode: (value: unknown) => Buffer;
  /**
   * The value of a property from the driver's value, which is neither null nor undefined. Absent when the driver's
   * value is already right, so that hydration can skip the call.
   * @throws CodecFault when the value has no exact form (a bigint beyond the safe range read as a number).
   */
  readonly decode?: (value: unknown) => unknown;
}

/** Why a value does not fit; whoever knows the property turns it into a ValidationError. Never holds the value. */
export class CodecFault extends Error {
  /** Where inside a collection, such as `[3]` or `.key`; empty at the top. */
  readonly inner: string;

  constructor(message: string, inner = '') {
    super(message);
    this.name = 'CodecFault';
    this.inner = inner;
  }

  /** The same fault, one level further in. */
  within(step: string): CodecFault {
    return new CodecFault(this.message, step + this.inner);
  }
}
