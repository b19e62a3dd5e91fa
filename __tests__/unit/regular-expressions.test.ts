import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import { globSync } from 'tinyglobby';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** Text that is bounded before the expression sees it. */
const BOUNDED: readonly string[] = [
  // parseDuration() takes 160 characters at most.
  'lib/types/codecs/duration-text.ts',
];

/** Enough to find what is quadratic; a tenth of the time that it takes unless told. */
const EFFORT = { timeout: 120_000, attackLimit: 1_500_000, incubationLimit: 5_000, maxIteration: 3 } as const;

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** Every literal, and every text that is handed to `new RegExp`; what it puts together of variables is left out. */
function expressionsOf(file: string): Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') found.push(...constructed(file, node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

function constructed(file: string, node: ts.NewExpression): Found[] {
  const [pattern, flags] = node.arguments ?? [];
  const texts: string[] = [];
  const collect = (each: ts.Node): void => {
    if (ts.isStringLiteral(each)) return;
    const text = textOf(each);
    if (text === undefined) ts.forEachChild(each, collect);
    else texts.push(text);
  };
  if (pattern !== undefined) collect(pattern);
  const given = flags !== undefined && ts.isStringLiteral(flags) ? flags.text : '';
  return texts.map((source) => ({ file, source, flags: given }));
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isTaggedTemplateExpression(node)) return textOf(node.template);
  if (ts.isNoSubstitutionTemplateLiteral(node)) return node.rawText ?? node.text;
  // A part with a variable in it is checked with a word in its place.
  if (ts.isTemplateExpression(node)) return withWords(node);
  return ts.isBinaryExpression(node) ? `${textOf(node.left) ?? ''}${textOf(node.right) ?? ''}` : undefined;
}

function withWords({ head, templateSpans }: ts.TemplateExpression): string {
  const rest = templateSpans.map(({ literal }) => `x${literal.rawText ?? literal.text}`);
  return (head.rawText ?? head.text) + rest.join('');
}

const FILES = globSync(['lib/**/*.ts', 'bin/**/*.ts', 'decorators/**/*.ts'], { cwd: ROOT }).toSorted();
const EXPRESSIONS = new Map(FILES.flatMap(expressionsOf).map((each) => [`/${each.source}/${each.flags}`, each]));

const isUnbounded = ({ source }: Found): boolean => /[*+]|\{\d+,\}/.test(source);
const isFree = ({ file }: Found): boolean => !BOUNDED.includes(file);

test('no text makes a regular expression of caspy take more than linear time', () => {
  const checked = [...EXPRESSIONS.values()].filter(isUnbounded).filter(isFree);
  expect(checked.length).toBeGreaterThan(80);
  const faults = checked.flatMap(({ file, source, flags }) => {
    const result = checkSync(source, flags, EFFORT);
    return result.status === 'vulnerable' ? [`${file}: /${source}/${flags} by ${result.attack.pattern}`] : [];
  });
  expect(faults).toEqual([]);
}, 600_000);

test('recheck finds what it is there to find', () => {
  expect(checkSync('^(a+)+$', '', EFFORT).status).toBe('vulnerable');
  expect(checkSync('\\s+$', '', EFFORT).status).toBe('vulnerable');
});
