import type { Imports } from './imports';
import { flat, layout, mustBreak } from './layout';
import type { CallExpression, CodeStyle, Expression } from './literal';
import { commentText } from './literal';
import { widthOf } from './text-width';

/** One property with its decorators. */
export interface PulledProperty {
  readonly name: string;
  readonly type: string;
  readonly decorators: readonly Expression[];
}

/** One class as it will stand in its file. */
export interface PulledClass {
  readonly name: string;
  readonly decorator: Expression;
  /** The call of `primaryKey()`. */
  readonly keys: CallExpression | undefined;
  readonly properties: readonly PulledProperty[];
  /** What was left out, one line each. */
  readonly notes: readonly string[];
}

/** The whole text of a class's file. */
export function printClass(pulled: PulledClass, imports: Imports, style: CodeStyle, extension: string): string {
  const { name, decorator, keys, properties, notes } = pulled;
  const header = [...notes.map(noteLine), layout(decorator, { before: '', after: '', indent: 0 }, style)];
  const body = properties.map((property) => printProperty(property, style));
  const first = keys === undefined ? [] : [printKeys(keys, style), ''];
  return [
    ...imports.toLines(style, extension),
    '',
    ...header,
    `export class ${name} {`,
    ...first,
    ...spaced(body),
    '}',
    '',
  ].join('\n');
}

/** The file of a table that no class can describe. */
export function printNotes(notes: readonly string[]): string {
  return [...notes.map(noteLine), 'export {};', ''].join('\n');
}

function printKeys(keys: CallExpression, style: CodeStyle): string {
  const before = 'static readonly keys =';
  // Where not even the opening parenthesis fits, the call begins on the next line.
  const head = `  ${before} ${keys.callee}(`;
  if (widthOf(head) > style.printWidth) {
    return `  ${before}\n${layout(keys, { before: '', after: ';', indent: 4 }, style)}`;
  }
  return layout(keys, { before: `${before} `, after: ';', indent: 2 }, style);
}

function noteLine(note: string): string {
  return `// ${commentText(note)}`;
}

/** Properties of several lines are set apart. */
function spaced(blocks: readonly string[]): string[] {
  return blocks.flatMap((block, at) => {
    const previous = blocks[at - 1];
    const isApart = previous !== undefined && (block.includes('\n') || previous.includes('\n'));
    return isApart ? ['', block] : [block];
  });
}

function printProperty({ name, type, decorators }: PulledProperty, style: CodeStyle): string {
  const declaration = `${name}!: ${type};`;
  const line = `  ${[...decorators.map(flat), declaration].join(' ')}`;
  const isBroken = decorators.some((decorator) => mustBreak(decorator, true));
  if (!isBroken && widthOf(line) <= style.printWidth) return line;
  const lines = decorators.map((decorator) => layout(decorator, { before: '', after: '', indent: 2 }, style));
  // The rules for types of several lines are many, and such types are few.
  const ignore = widthOf(declaration) + 2 > style.printWidth ? ['  // prettier-ignore'] : [];
  return [...ignore, ...lines, `  ${declaration}`].join('\n');
}
