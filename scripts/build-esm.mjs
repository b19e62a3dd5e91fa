/**
 * Writes caspy/nestjs a second time, as ES modules, from its TypeScript and from the declarations of the first build.
 * Everything else stays CommonJS and is imported from there: one registry, one Repository, whichever way it is loaded.
 *
 * Nest 12 is ESM only, and Jest's ESM mode cannot `require` it from CommonJS.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

const SOURCE = 'lib/nestjs';
const COMMON = 'dist/lib/nestjs';
const TARGET = 'dist/nestjs-esm';

const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const { options: compilerOptions } = ts.convertCompilerOptionsFromJson(
  { ...config.compilerOptions, module: 'esnext', moduleResolution: 'bundler', sourceMap: false, declaration: false },
  '.',
);

/** './x' is beside this file and an ES module; '../x' is the CommonJS core. */
function rewrite(text, extension) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  let result = text;
  for (const { fileName } of importedFiles) {
    const target = fileName.startsWith('./')
      ? `${fileName}.${extension}`
      : fileName.startsWith('../')
        ? `../lib/${fileName.slice('../'.length)}.js`
        : undefined;
    if (target !== undefined)
      result = result.replaceAll(`'${fileName}'`, `'${target}'`).replaceAll(`"${fileName}"`, `"${target}"`);
  }
  return result;
}

await mkdir(TARGET, { recursive: true });
const names = (await readdir(SOURCE))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
for (const name of names) {
  const source = await readFile(join(SOURCE, `${name}.ts`), 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: `${name}.ts` });
  await writeFile(join(TARGET, `${name}.mjs`), rewrite(outputText, 'mjs'));
  const declarations = await readFile(join(COMMON, `${name}.d.ts`), 'utf8');
  await writeFile(join(TARGET, `${name}.d.mts`), rewrite(declarations, 'mjs'));
}
