/** White space, comments, strings, quoted names, words and single characters, each as one piece. */
const PIECE =
  /\s+|--[^\r\n]*|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|\$\$[\s\S]*?(?:\$\$|$)|"(?:[^"]|"")*(?:"|$)|\w+|[\s\S]/g;

/** Words that a CQL statement starts with. */
const VERBS = new Set(
  'select insert update delete begin truncate create alter drop grant revoke list describe desc use add comment'.split(
    ' ',
  ),
);

/** Statements that are complete, and what stands behind the last of them. */
export interface SplitCql {
  readonly statements: readonly string[];
  readonly rest: string;
}

/** Splits at semicolons, but not at those inside strings, comments and batches. */
export function splitStatements(text: string): SplitCql {
  const statements: string[] = [];
  let current = '';
  let words: string[] = [];
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece === ';' && !isOpenBatch(words)) {
      if (words.length > 0) statements.push(current.trim());
      current = '';
      words = [];
      continue;
    }
    if (/^\w/.test(piece)) words.push(piece.toLowerCase());
    current += piece;
  }
  return { statements, rest: words.length === 0 ? '' : current };
}

function isOpenBatch(words: readonly string[]): boolean {
  return words[0] === 'begin' && !(words.at(-1) === 'batch' && words.at(-2) === 'apply');
}

/**
 * Whether a line is CQL: it starts with one of its words, and what follows is not how JavaScript goes on (`list.map`,
 * `use(x)`, `comment = 1`). `delete x.y` of JavaScript needs parentheses.
 */
export function isCql(text: string): boolean {
  let start = 0;
  for (const piece of text.match(PIECE) ?? []) {
    if (!/^(?:\s|--|\/\/|\/\*)/.test(piece)) break;
    start += piece.length;
  }
  const [, verb = '', next = ''] = /^([a-z]+)(\s*\S?)/i.exec(text.slice(start)) ?? [];
  return VERBS.has(verb.toLowerCase()) && !/^\s*[.=([+\-?&|]/.test(next);
}
