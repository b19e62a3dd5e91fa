/**
 * Characters that move the cursor, change colours or turn the direction of writing, and line separators that JSON
 * allows unescaped: C0 and C1 controls, DEL, bidirectional marks, U+2028, U+2029, U+FEFF and lone surrogates.
 */
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text that a terminal shows and never obeys: `\n`, `\u001b`. Characters in `keep` stay as they are. */
export function escapeControls(text: string, keep = ''): string {
  return text.replace(UNSAFE, (character) =>
    keep.includes(character) ? character : (SHORT.get(character) ?? unicodeEscape(character)),
  );
}

/** JSON text with the same characters as escapes of JSON, so that it still means the same. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, unicodeEscape);
}
