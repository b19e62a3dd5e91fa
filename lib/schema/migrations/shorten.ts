const LONGEST = 80;

/** A statement as one short line, for messages: without its values, as what follows is cut off. */
export function shorten(cql: string): string {
  const line = cql
    .replaceAll(/'(?:[^']|'')*'|\$\$[\s\S]*?\$\$/g, "'…'")
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
