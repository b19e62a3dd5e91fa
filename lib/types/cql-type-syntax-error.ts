import { CaspyError } from '../errors';

/** How much of a long text is shown on each side of the fault. */
const WINDOW = 40;

/** The line under the text that points at the fault; both are cut when the text is long. */
function pointAt(text: string, column: number): string {
  const start = Math.max(0, column - 1 - WINDOW);
  // Line breaks and tabs would move the caret away from the character that it points at.
  const shown = text.slice(start, column - 1 + WINDOW).replace(/\s|\p{Cc}/gu, ' ');
  const lead = start > 0 ? '… ' : '';
  return `  ${lead}${shown}\n  ${' '.repeat(lead.length + column - 1 - start)}^`;
}

/**
 * The text of a CQL type cannot be read. `column` counts from 1 in UTF-16 code units; a text that ends too early is at
 * fault one past its last character.
 *
 * @example
 * ```ts
 * parseCqlType('map<text int>');
 * // CqlTypeSyntaxError: Expected ',' in "map<text int>" at column 10
 * //   map<text int>
 * //            ^
 * ```
 */
export class CqlTypeSyntaxError extends CaspyError {
  readonly text: string;
  readonly column: number;

  constructor(problem: string, text: string, column: number) {
    const quoted = text.length > WINDOW * 2 ? 'the type' : JSON.stringify(text);
    const message = `${problem} in ${quoted} at column ${column}\n${pointAt(text, column)}`;
    super('CASPY_TYPE_SYNTAX', message, { details: { text, column } });
    this.text = text;
    this.column = column;
  }
}
