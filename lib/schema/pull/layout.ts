import type { ArrayLiteral, CallExpression, CodeStyle, Expression, ObjectLiteral } from './literal';
import { widthOf } from './text-width';

const STEP = 2;

/** Keys that are shorter keep a long text on their line. */
const SHORT_KEY = 5;

/** Where an expression stands: the depth of its line, the column of its start, and how much must follow its end. */
interface Place {
  readonly indent: number;
  readonly column: number;
  readonly tail: number;
  readonly width: number;
}

/** An expression on one line. */
export function flat(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  switch (expression.kind) {
    case 'array':
      return `[${expression.items.map(flat).join(', ')}]`;
    case 'object':
      if (expression.entries.length === 0) return '{}';
      return `{ ${expression.entries.map(([key, value]) => `${key}: ${flat(value)}`).join(', ')} }`;
    case 'call':
      return `${expression.callee}(${expression.args.map(flat).join(', ')})`;
  }
}

/**
 * An expression as prettier prints it: on one line where it fits, else broken from the outside in. `before` and `after`
 * are what stands around it on its first and its last line.
 */
export function layout(
  expression: Expression,
  { before, after, indent }: { readonly before: string; readonly after: string; readonly indent: number },
  { printWidth }: CodeStyle,
): string {
  const place: Place = { indent, column: indent + widthOf(before), tail: widthOf(after), width: printWidth };
  return `${' '.repeat(indent)}${before}${print(expression, place)}${after}`;
}

/** Whether prettier breaks it wherever it stands: it takes a function beside another one for a composition. */
export function mustBreak(expression: Expression, isDecorator = false): boolean {
  if (typeof expression === 'string') return false;
  if (expression.kind === 'object') return expression.entries.some(([, value]) => mustBreak(value));
  if (expression.kind === 'array') return expression.items.some((item) => mustBreak(item));
  if (!isDecorator && isComposition(expression)) return true;
  return expression.args.some((argument) => mustBreak(argument));
}

function isComposition({ args }: CallExpression): boolean {
  if (args.length < 2) return false;
  if (args.filter(isFunction).length > 1) return true;
  return args.some((arg) => typeof arg !== 'string' && arg.kind === 'call' && arg.args.some(isFunction));
}

function isFunction(expression: Expression): boolean {
  return typeof expression === 'string' && expression.startsWith('() => ');
}

function print(expression: Expression, place: Place): string {
  const line = flat(expression);
  if (typeof expression === 'string') return line;
  const isDecorator = expression.kind === 'call' && expression.callee.startsWith('@');
  if (fits(line, place) && !mustBreak(expression, isDecorator)) return line;
  switch (expression.kind) {
    case 'array':
      return printArray(expression, place);
    case 'object':
      return printObject(expression, place);
    case 'call':
      return printCall(expression, place);
  }
}

function fits(text: string, { column, tail, width }: Place): boolean {
  return column + widthOf(text) + tail <= width;
}

function printItems(open: string, items: readonly string[], close: string, indent: number): string {
  const lead = ' '.repeat(indent + STEP);
  return [open, ...items.map((item) => `${lead}${item},`), `${' '.repeat(indent)}${close}`].join('\n');
}

function inner({ indent, width }: Place, before = 0): Place {
  return { indent: indent + STEP, column: indent + STEP + before, tail: 1, width };
}

function printArray({ items }: ArrayLiteral, place: Place): string {
  if (items.length === 0) return '[]';
  const lines = items.map((item) => print(item, inner(place)));
  return printItems('[', lines, ']', place.indent);
}

function printObject({ entries }: ObjectLiteral, place: Place): string {
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, value]) => {
    const at = inner(place, widthOf(key) + 2);
    const isLongText = typeof value === 'string' && !fits(value, at) && widthOf(key) >= SHORT_KEY;
    return isLongText ? `${key}:\n${' '.repeat(at.indent + STEP)}${value}` : `${key}: ${print(value, at)}`;
  });
  return printItems('{', lines, '}', place.indent);
}

function printCall({ callee, args }: CallExpression, place: Place): string {
  if (args.length === 0) return `${callee}()`;
  const last = args.at(-1);
  const before = args.slice(0, -1);
  if (last !== undefined && hugs(last, before.at(-1)) && !before.some((argument) => mustBreak(argument))) {
    const lead = `${callee}(${before.map((argument) => `${flat(argument)}, `).join('')}`;
    // The opening bracket must fit; the closing one stands on a line of its own.
    if (fits(lead, { ...place, tail: 1 })) {
      return `${lead}${print(last, { ...place, column: place.width, tail: place.tail + 1 })})`;
    }
  }
  const lines = args.map((argument) => print(argument, inner(place)));
  return printItems(`${callee}(`, lines, ')', place.indent);
}

/** A list or object at the end opens on the line of the call, unless the one before it is of its sort. */
function hugs(last: Expression, before: Expression | undefined): boolean {
  if (typeof last === 'string' || last.kind === 'call') return false;
  const size = last.kind === 'array' ? last.items.length : last.entries.length;
  if (size === 0) return false;
  if (before === undefined) return true;
  if (last.kind === 'array' && isFunction(before)) return false;
  return typeof before === 'string' || before.kind !== last.kind;
}
