import { readFileSync } from 'node:fs';

/** The version of an installed package; undefined when it is not there. */
export function versionOf(name: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8'));
    const version: unknown =
      typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined;
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
