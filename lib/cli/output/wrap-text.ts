import { graphemesOf, graphemeWidth, textWidth } from './text-width';

/** A line may end behind these. */
const BREAKS = /[\s,;:/|&=_.-]$/;
/** More UTF-16 units than a column of a terminal shows of any text that people write. */
const UNITS_PER_COLUMN = 16;

interface Cut {
  readonly line: string;
  readonly rest: readonly string[];
}

/**
 * A text in lines of at most `width` columns, broken between words where there are any. What does not fit into the last
 * line ends in `…`.
 *
 * @example
 * ```ts
 * wrapText('one two three', 8, 2); // ['one two', 'three']
 * wrapText('one two three', 8, 1); // ['one two…']
 * ```
 */
export function wrapText(text: string, width: number, maxLines: number): string[] {
  // Long before a text of a megabyte is taken apart it is known that it does not fit.
  const shown = Number.isFinite(maxLines) ? text.slice(0, (width + 1) * maxLines * UNITS_PER_COLUMN) : text;
  if (textWidth(shown) <= width && shown.length === text.length) return [text];
  const lines: string[] = [];
  let rest: readonly string[] = graphemesOf(shown);
  while (rest.length > 0) {
    const isLast = lines.length === maxLines - 1;
    if (isLast && (shown.length < text.length || !fits(rest, width))) return [...lines, shortened(rest, width)];
    const cut = takeLine(rest, width);
    lines.push(cut.line.trimEnd());
    rest = cut.rest;
  }
  return lines;
}

function fits(graphemes: readonly string[], width: number): boolean {
  return countFitting(graphemes, width) === graphemes.length;
}

function countFitting(graphemes: readonly string[], width: number): number {
  let columns = 0;
  const end = graphemes.findIndex((grapheme) => (columns += graphemeWidth(grapheme)) > width);
  return end === -1 ? graphemes.length : end;
}

function shortened(graphemes: readonly string[], width: number): string {
  return `${graphemes.slice(0, countFitting(graphemes, width - 1)).join('')}…`;
}

/** A break in the first half would leave a line that is mostly empty, so the word is broken instead. */
function takeLine(graphemes: readonly string[], width: number): Cut {
  const most = Math.max(1, countFitting(graphemes, width));
  if (most === graphemes.length) return { line: graphemes.join(''), rest: [] };
  // The blank behind a full line is swallowed by the break.
  const isWhole = /^\s$/.test(graphemes[most] ?? '');
  const last = graphemes.slice(0, most).findLastIndex((grapheme) => BREAKS.test(grapheme));
  const end = isWhole || last + 1 <= most / 2 ? most : last + 1;
  const rest = graphemes.slice(end);
  while (/^ $/.test(rest[0] ?? '')) rest.shift();
  return { line: graphemes.slice(0, end).join(''), rest };
}
