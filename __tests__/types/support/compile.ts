import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../../..');

/** What the compiler says about one file that imports caspy. */
export interface Compiled {
  /** `line: message`, each with its chain of reasons. */
  readonly errors: readonly string[];
  readonly instantiations: number;
  readonly milliseconds: number;
}

/** Type-checks a source text as a file beside the fixtures, with the options of the project. */
export function compile(source: string, more: ts.CompilerOptions = {}): Compiled {
  const name = path.join(ROOT, '__tests__/types/fixtures/generated.ts');
  const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const settings: ts.CompilerOptions = { ...options, types: ['node'], noEmit: true, ...more };
  const disk = ts.createCompilerHost(settings);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => file === name || disk.fileExists(file),
    getSourceFile: (file, target, ...rest) =>
      file === name ? ts.createSourceFile(file, source, target, true) : disk.getSourceFile(file, target, ...rest),
  };
  const started = performance.now();
  const program = ts.createProgram([name], settings, host);
  const file = program.getSourceFile(name);
  const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return {
    errors: diagnostics.map((diagnostic) => {
      const { line } = ts.getLineAndCharacterOfPosition(file!, diagnostic.start ?? 0);
      return `${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
    }),
    instantiations: program.getInstantiationCount(),
    milliseconds: performance.now() - started,
  };
}
