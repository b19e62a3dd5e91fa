import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import type { PulledFile } from '../../../../lib/schema/pull/pull-entities';

const ROOT = resolve(__dirname, '../../../..');

/** Writes pulled files, and compiles them as a user's project would; `errors` is what the compiler says. */
export function compilePulled(
  folder: string,
  files: readonly PulledFile[],
  more: ts.CompilerOptions = {},
): { readonly errors: readonly string[]; readonly scripts: readonly string[] } {
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const program = ts.createProgram(
    files.map(({ path }) => join(folder, path)),
    {
      ...options,
      types: ['node'],
      rootDir: '/',
      noEmit: false,
      declaration: false,
      sourceMap: false,
      noUnusedLocals: true,
      verbatimModuleSyntax: false,
      paths: { ...options.paths, 'cassandra-driver': [join(ROOT, 'node_modules/cassandra-driver')] },
      ...more,
    },
  );
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  const errors = own
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  const scripts: string[] = [];
  for (const file of own) {
    program.emit(file, (_, text) => {
      const script = file.fileName.replace(/\.ts$/, '.js');
      writeFileSync(script, text);
      scripts.push(script);
    });
  }
  return { errors, scripts };
}
