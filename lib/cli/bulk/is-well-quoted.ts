/**
 * Whether the quotes of a CSV record stand where RFC 4180 wants them: around whole fields, doubled inside.
 *
 * @param raw the record as it stands in the file, with or without the end of its line.
 */
export function isWellQuoted(raw: string): boolean {
  if (!raw.includes('"')) return true;
  for (let at = 0; ; at += 1) {
    const end = raw.startsWith('"', at) ? endOfQuoted(raw, at) : endOfPlain(raw, at);
    if (end === undefined) return false;
    at = end;
    if (!raw.startsWith(',', at)) return /^\r?\n?$/.test(raw.slice(at, at + 3));
  }
}

/** Where the field ends; undefined when its quote is not closed. */
function endOfQuoted(raw: string, from: number): number | undefined {
  for (let at = from + 1; ; at += 2) {
    at = raw.indexOf('"', at);
    if (at === -1) return undefined;
    if (!raw.startsWith('"', at + 1)) return at + 1;
  }
}

/** Where the field ends; undefined when there is a quote in it. */
function endOfPlain(raw: string, from: number): number | undefined {
  const comma = raw.indexOf(',', from);
  const text = comma === -1 ? raw.slice(from) : raw.slice(from, comma);
  return text.includes('"') ? undefined : from + text.length;
}
