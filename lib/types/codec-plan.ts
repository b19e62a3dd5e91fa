export type Encode = (value: unknown) => Buffer;

export type Decode = (value: unknown) => unknown;

/** One JavaScript form in which a CQL type can be read. */
export interface CodecForm {
  /** The name of the class that asks for this form. */
  readonly as: string;
  /** Absent when the driver's value already has the form. */
  readonly decode?: Decode;
}

/** How one CQL type is written, and every form in which it can be read; the first form is the default. */
export interface CodecPlan {
  readonly encode: Encode;
  readonly forms: readonly [CodecForm, ...CodecForm[]];
}
