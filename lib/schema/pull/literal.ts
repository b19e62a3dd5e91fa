import { READABLE } from './text-width';

/** How the text of pulled files is laid out: the two settings of prettier that people change. */
export interface CodeStyle {
  readonly singleQuote: boolean;
  readonly printWidth: number;
}

/** One expression of a decorator: code as it stands, a list, an object or a call. */
export type Expression = string | ArrayLiteral | ObjectLiteral | CallExpression;

export interface ArrayLiteral {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}

export interface ObjectLiteral {
  readonly kind: 'object';
  /** Keys as code, quoted where they must be. */
  readonly entries: readonly (readonly [key: string, value: Expression])[];
}

export interface CallExpression {
  readonly kind: 'call';
  readonly callee: string;
  readonly args: readonly Expression[];
}

export function arrayLiteral(items: readonly Expression[]): ArrayLiteral {
  return { kind: 'array', items };
}

export function objectLiteral(entries: Readonly<Record<string, Expression>>, style: CodeStyle): ObjectLiteral {
  return { kind: 'object', entries: Object.entries(entries).map(([key, value]) => [objectKey(key, style), value]) };
}

export function call(callee: string, ...args: readonly Expression[]): CallExpression {
  return { kind: 'call', callee, args };
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeUnreadable(text: string): string {
  // By units of UTF-16, as they are escaped.
  return Array.from({ length: text.length }, (_, at) => text.charAt(at))
    .map((unit) => (READABLE.test(unit) ? unit : (SHORT.get(unit) ?? unicodeEscape(unit))))
    .join('');
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * A string literal. Whatever a name or a comment of the server holds, it cannot end the literal, and what cannot be
 * seen in an editor is written as an escape.
 */
export function stringLiteral(text: string, { singleQuote }: CodeStyle): string {
  const [preferred, other] = singleQuote ? ["'", '"'] : ['"', "'"];
  const count = (quote: string): number => text.split(quote).length - 1;
  // As prettier chooses: the quotes that need fewer escapes.
  const quote = count(preferred) > count(other) ? other : preferred;
  const escaped = escapeUnreadable(text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`));
  return `${quote}${escaped}${quote}`;
}

/** Text for a line comment: it cannot end the line. */
export function commentText(text: string): string {
  return escapeUnreadable(text);
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

function objectKey(key: string, style: CodeStyle): string {
  // `__proto__: x` would set the prototype; computed, it is a key like any other.
  if (key === '__proto__') return `[${stringLiteral(key, style)}]`;
  return PLAIN_KEY.test(key) ? key : stringLiteral(key, style);
}
