import { CqlTypeSyntaxError } from './cql-type-syntax-error';

export type TokenKind = 'word' | 'quoted' | 'integer' | 'punctuation' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** A quoted name without its quotes; everything else as it stands in the text. */
  readonly text: string;
  /** 1-based. */
  readonly column: number;
}

// Sticky, so that each match starts where the last one ended.
const TOKEN = /\s*(?:([A-Za-z][A-Za-z0-9_]*)|"((?:[^"]|"")*)"|(\d+)|([<>,.]))/y;
const BLANK = /\s*/y;

/** Where the next token starts, for faults and for the end of the text. */
function skipBlank(text: string, from: number): number {
  BLANK.lastIndex = from;
  BLANK.exec(text);
  return BLANK.lastIndex;
}

function unreadable(text: string, at: number): CqlTypeSyntaxError {
  const character = text[at];
  if (character === '"') return new CqlTypeSyntaxError('A quoted name has no end', text, at + 1);
  if (character === "'") {
    const problem = 'Custom types by Java class name are not supported; expected a type';
    return new CqlTypeSyntaxError(problem, text, at + 1);
  }
  return new CqlTypeSyntaxError('Unexpected character; expected a type', text, at + 1);
}

function toToken(match: RegExpExecArray, column: number): Token {
  const [, word, quoted, integer, punctuation] = match;
  if (word !== undefined) return { kind: 'word', text: word, column };
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.replaceAll('""', '"'), column };
  if (integer !== undefined) return { kind: 'integer', text: integer, column };
  return { kind: 'punctuation', text: punctuation ?? '', column };
}

/**
 * The tokens of a CQL type; the last one is always of kind `end`.
 * @throws CqlTypeSyntaxError at the first character that starts no token.
 */
export function tokenizeCqlType(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw unreadable(text, at);
    tokens.push(toToken(match, at + 1));
    at = skipBlank(text, TOKEN.lastIndex);
  }
  tokens.push({ kind: 'end', text: '', column: text.length + 1 });
  return tokens;
}
