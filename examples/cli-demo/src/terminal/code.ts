import { paint, print, screenWidth } from './output';

/** Prints the very code that runs, as it stands in the source. */
export function printCode(code: (...args: never[]) => unknown): void {
  const text = withoutCompiler(code.toString()).replace(/^(?:async )?\([^)]*\) => /, '');
  for (const line of bodyLines(text).flatMap(breakChain)) print(`  ${paint.yellow(line)}`);
  print();
}

/** The compiler writes an imported `MoreThan(9)` as `(0, caspy_1.MoreThan)(9)`, and indents by four. */
function withoutCompiler(text: string): string {
  return text
    .replaceAll(/\(0, \w+_\d\.(\w+)\)/g, '$1')
    .replaceAll(/\b\w+_\d\./g, '')
    .replaceAll(/^(?: {4})+/gm, (indent) => indent.slice(indent.length / 2));
}

function bodyLines(text: string): string[] {
  const [first = '', ...others] = text.split('\n');
  const isBlock = first === '{';
  const rest = isBlock ? others.slice(0, -1) : others;
  const indent = Math.min(...rest.map((line) => line.search(/\S/)));
  if (isBlock) return rest.map((line) => line.slice(indent));
  // A chain of calls goes on in the next line.
  return [first, ...rest.map((line) => `${line.trimStart().startsWith('.') ? '  ' : ''}${line.slice(indent)}`)];
}

/** A chain of calls that is too long for the screen goes on in lines of its own. */
function breakChain(line: string): string[] {
  return line.length + 2 <= screenWidth ? [line] : line.replaceAll(').', ')\n  .').split('\n');
}
