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

/** Of a record that cannot be read nobody knows how long it is: it may be the rest of the file. */
const LONGEST_SHOWN = 10_000;

/** The text of a record that could not be read, without the end of its line, to be found and corrected by. */
export function shortRecord(text: string): string {
  const line = text.replace(/\r?\n$/, '');
  return line.length <= LONGEST_SHOWN ? line : `${line.slice(0, LONGEST_SHOWN)}…`;
}
