/** One record of a file, before its values are read by the types of their columns. */
export type RawRecord =
  | {
      /** Where it begins, from 1. */
      readonly line: number;
      /** Values are texts, or null; else they come out of JSON. */
      readonly isText: boolean;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | {
      readonly line: number;
      /** Why it is none. */
      readonly reason: string;
      readonly record: unknown;
    };
