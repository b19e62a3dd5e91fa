import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PulledFile } from '../../schema/pull/pull-entities';

/** The part of prettier that is used. */
interface Prettier {
  resolveConfig(file: string): Promise<Readonly<Record<string, unknown>> | null>;
  format(text: string, options: Readonly<Record<string, unknown>>): Promise<string>;
}

/**
 * The files in the style of the project: where it has prettier, by its settings. Without it they stay as they are, which
 * is how prettier formats by default.
 */
export async function formatFiles(folder: string, files: readonly PulledFile[]): Promise<readonly PulledFile[]> {
  const prettier = await loadPrettier(folder);
  if (prettier === undefined) return files;
  return Promise.all(
    files.map(async ({ path, text }) => {
      const filepath = join(folder, path);
      const options = await prettier.resolveConfig(filepath);
      return { path, text: await prettier.format(text, { ...options, filepath }) };
    }),
  );
}

async function loadPrettier(folder: string): Promise<Prettier | undefined> {
  let found: string;
  try {
    found = createRequire(join(folder, 'pulled.js')).resolve('prettier');
  } catch {
    // The project formats by other means, or not at all.
    return undefined;
  }
  const loaded = (await import(pathToFileURL(found).href)) as { readonly default?: unknown };
  const candidate: unknown = loaded.default ?? loaded;
  return isPrettier(candidate) ? candidate : undefined;
}

function isPrettier(value: unknown): value is Prettier {
  return typeof value === 'object' && value !== null && 'resolveConfig' in value && 'format' in value;
}
