import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILER_OPTIONS } from './templates';

/** What a project's own tsconfig.json says that matters here; undefined where there is none. */
export interface TsconfigFacts {
  readonly outDir: string | undefined;
  /** Options that decorators need and that it does not set so, as `"name": value`. */
  readonly missing: readonly string[];
}

/** By the text: it may hold comments, and what it extends is not followed. */
export function readTsconfig(directory: string): TsconfigFacts | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, 'tsconfig.json'), 'utf8').replaceAll(/^[ \t]*\/\/.*$/gm, '');
  } catch {
    return undefined;
  }
  const outDir = /"outDir"\s*:\s*"(?:\.\/)?([^"]+?)\/?"/.exec(text)?.[1];
  const missing = Object.entries(COMPILER_OPTIONS)
    .filter(([name, value]) => !new RegExp(`"${name}"\\s*:\\s*${value}\\b`).test(text))
    .map(([name, value]) => `"${name}": ${value}`);
  return { outDir, missing };
}
