/** A word (keyword, name, number or bind marker), a quoted name, a string constant, or one character of punctuation. */
export interface CqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'symbol';
  /** Words in lower case; empty for strings and quoted names, whose text decides nothing. */
  readonly text: string;
}

/** Alternatives in the order in which they must be tried; what none of them takes is one symbol. */
const TOKEN = new RegExp(
  [
    String.raw`(?<skip>\s+|--[^\r\n]*|//[^\r\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>'(?:[^']|'')*'?|\$\$[\s\S]*?(?:\$\$|$))`,
    String.raw`(?<quoted>"(?:[^"]|"")*"?)`,
    String.raw`(?<word>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9.]+e[+-]?[0-9]+|[:?]?[a-z0-9_.]+|\?)`,
    String.raw`(?<symbol>[\s\S])`,
  ].join('|'),
  'giy',
);

/** Splits CQL into tokens without judging it; comments and white space are dropped. */
export function tokenizeCql(cql: string): CqlToken[] {
  const tokens: CqlToken[] = [];
  for (const { groups } of cql.matchAll(TOKEN)) {
    if (groups === undefined || groups.skip !== undefined) continue;
    if (groups.string !== undefined) tokens.push({ kind: 'string', text: '' });
    else if (groups.quoted !== undefined) tokens.push({ kind: 'quoted', text: '' });
    else if (groups.word !== undefined) tokens.push({ kind: 'word', text: groups.word.toLowerCase() });
    else tokens.push({ kind: 'symbol', text: groups.symbol ?? '' });
  }
  return tokens;
}
