/** Letters and signs that fill one column. */
const NARROW =
  '\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u052f';

/** Kana, Chinese characters and Hangul, which fill two. */
const WIDE = '\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3';

const SIGNS = '\u00a1-\u00a8\u00b0-\u00b8\u00bb-\u00bf\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u20ac';

const EACH_WIDE = new RegExp(`[${WIDE}]`, 'g');

/**
 * Matches what a pulled file holds as it is: characters that people read and whose width every editor and prettier
 * agree on. All others are written as escapes in texts, and are left out of names.
 */
export const READABLE = new RegExp(`[\\u0020-\\u007e${NARROW}${WIDE}${SIGNS}]`);

/** The letters and digits of names. */
export const NAME_CHARACTERS = `A-Za-z0-9${NARROW}${WIDE}`;

/** The columns that a text fills. */
export function widthOf(text: string): number {
  return text.length + (text.match(EACH_WIDE)?.length ?? 0);
}
