import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const FIXTURES = join(__dirname, 'fixtures');
const BROKEN = join(FIXTURES, 'broken.virtual.ts');
/** No fault of these can go unseen, or the fixtures would prove nothing. */
const BROKEN_TEXT = `export const wrong: number = 'a text';\n// @ts-expect-error: nothing is wrong here\nexport const right = 1;\nimport { exactly } from './model';\nexactly<1 | 2>()(1 as const);\nexactly<1>()(1 as 1 | 2);\nexactly<{ a: 1 }>()({ a: 1, b: 2 } as const);\nexactly<1>()(1 as const);\n`;

const files = readdirSync(FIXTURES)
  .filter((name) => name === 'model.ts' || name.endsWith('.test-d.ts'))
  .map((name) => join(FIXTURES, name));

function compile(): readonly ts.Diagnostic[] {
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config as {
    compilerOptions: object;
  };
  const compilerOptions = { ...config.compilerOptions, noEmit: true, paths: { caspy: ['./lib/index.ts'] } };
  const json = { compilerOptions, files: [] };
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, ROOT, undefined, join(ROOT, 'tsconfig.json'));
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (path) => path === BROKEN || fileExists(path);
  host.readFile = (path) => (path === BROKEN ? BROKEN_TEXT : readFile(path));
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) =>
    path === BROKEN ? ts.createSourceFile(path, BROKEN_TEXT, ts.ScriptTarget.ES2022) : getSourceFile(path, ...rest);
  const program = ts.createProgram([...files, BROKEN], options, host);
  return [...files, BROKEN].flatMap((path) => {
    const source = program.getSourceFile(path);
    if (source === undefined) throw new Error(`${path} was not compiled`);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
}

function describeDiagnostic({ file, start = 0, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${relative(FIXTURES, file.fileName)}:${line + 1} ${message}`;
}

let diagnostics: readonly string[];

beforeAll(() => {
  diagnostics = compile().map(describeDiagnostic);
}, 120_000);

test('there are fixtures', () => {
  expect(files.length).toBeGreaterThan(0);
});

test('faults, faults that are missing and types that only fit are found', () => {
  expect(diagnostics.filter((text) => text.startsWith('broken.virtual.ts'))).toEqual([
    expect.stringContaining(`:1 Type 'string' is not assignable to type 'number'`),
    expect.stringContaining(`:2 Unused '@ts-expect-error' directive`),
    expect.stringContaining(':5 Expected 2 arguments'),
    expect.stringContaining(':6 Expected 2 arguments'),
    expect.stringContaining(':7 Expected 2 arguments'),
  ]);
});

test.each(files.map((path) => relative(FIXTURES, path)))('%s', (name) => {
  expect(diagnostics.filter((text) => text.startsWith(`${name}:`))).toEqual([]);
});
