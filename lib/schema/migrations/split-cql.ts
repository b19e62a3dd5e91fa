import { MigrationError } from '../../errors';

/** One statement of a file of CQL. */
export interface SplitStatement {
  /** Without comments, without the semicolon. */
  readonly cql: string;
  /** Where it begins in the file; 1 for the first line. */
  readonly line: number;
}

/**
 * What CQL's lexer takes as one piece, in the order in which it must be tried. A comment to the end of the line starts
 * anywhere outside of a string, also between two digits.
 */
const PIECE = new RegExp(
  [
    String.raw`(?<comment>(?:--|//)[^\r\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<text>'(?:[^']|'')*(?:'|$)|\$\$[\s\S]*?(?:\$\$|$)|"(?:[^"]|"")*(?:"|$))`,
    String.raw`(?<end>;)`,
    String.raw`(?<space>\s+)`,
    String.raw`(?<word>\w+)`,
    String.raw`(?<other>[\s\S])`,
  ].join('|'),
  'g',
);

/**
 * The statements of a text, at the semicolons that end one: not those in strings, quoted names, `$$` bodies, comments,
 * or between `BEGIN BATCH` and `APPLY BATCH`.
 *
 * @throws MigrationError `CASPY_MIGRATION_SYNTAX` for a string, comment or batch that does not end; says where it began.
 */
export function splitCql(text: string, file: string): SplitStatement[] {
  const statements: SplitStatement[] = [];
  let draft = new Draft();
  let line = 1;
  for (const { 0: piece, groups = {} } of text.matchAll(PIECE)) {
    if (groups.text !== undefined) requireEnd(piece, line, file);
    if (groups.comment?.startsWith('/*') === true && !/^\/\*[\s\S]*\*\/$/.test(piece)) {
      throw unended('comment', line, file);
    }
    if (groups.end !== undefined && !draft.isInBatch) {
      if (draft.statement !== undefined) statements.push(draft.statement);
      draft = new Draft();
    } else if (groups.comment !== undefined || groups.space !== undefined) draft.space(piece);
    else draft.add(piece, groups.word, line);
    line += newlines(piece);
  }
  if (draft.isInBatch) throw unended('batch', draft.statement?.line ?? line, file);
  if (draft.statement !== undefined) statements.push(draft.statement);
  return statements;
}

/** One statement as it grows. */
class Draft {
  #cql = '';
  #gap = '';
  #line = 1;
  #words = 0;
  #last = '';
  #batch: 'none' | 'open' | 'applied' = 'none';

  get isInBatch(): boolean {
    return this.#batch === 'open';
  }

  get statement(): SplitStatement | undefined {
    return this.#cql === '' ? undefined : { cql: this.#cql, line: this.#line };
  }

  /** White space and comments; kept as they separate, and as lines, but not at the edges. */
  space(piece: string): void {
    this.#gap += /^\s/.test(piece) ? piece : ' ';
  }

  add(piece: string, word: string | undefined, line: number): void {
    if (this.#cql === '') this.#line = line;
    else this.#cql += this.#gap;
    this.#gap = '';
    this.#cql += piece;
    if (word !== undefined) this.#note(word.toLowerCase());
    else this.#last = '';
  }

  /** BEGIN opens a batch as the first word only; APPLY and BATCH are reserved, so two of them can be nothing else. */
  #note(word: string): void {
    this.#words += 1;
    if (word === 'begin' && this.#words === 1) this.#batch = 'open';
    if (word === 'batch' && this.#last === 'apply' && this.#batch === 'open') this.#batch = 'applied';
    this.#last = word;
  }
}

const QUOTES = [
  ['$$', /^\$\$[\s\S]*\$\$$/],
  ["'", /^'(?:[^']|'')*'$/],
  ['"', /^"(?:[^"]|"")*"$/],
] as const;

function requireEnd(piece: string, line: number, file: string): void {
  const [quote, whole] = QUOTES.find(([start]) => piece.startsWith(start)) ?? QUOTES[0];
  if (piece.length < quote.length * 2 || !whole.test(piece)) {
    throw unended(quote === '"' ? 'quoted name' : 'string', line, file);
  }
}

function unended(what: string, line: number, file: string): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_SYNTAX',
    `${file}: the ${what} that begins in line ${line} does not end.`,
    {
      details: { file, line },
    },
  );
}

function newlines(piece: string): number {
  return piece.split('\n').length - 1;
}
