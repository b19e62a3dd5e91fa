import { pathToFileURL } from 'node:url';
import { isNativeError } from 'node:util/types';
import { CaspyError, ConfigurationError } from '../errors';
import { isTableClass, isUserTypeClass } from '../metadata/registry';
import type { EntityClass } from '../metadata/table-metadata';
import type { UserTypeClass } from '../types/user-type';
import { confineFiles } from './confine-files';

/** A class, or a glob of compiled files that export classes. */
export type EntitySource = EntityClass | string;

/** What one glob came to; `caspy doctor` and error messages show it. */
export interface LoadedGlob {
  readonly pattern: string;
  readonly files: readonly string[];
  readonly entities: readonly EntityClass[];
  readonly userTypes: readonly UserTypeClass[];
}

/**
 * The classes of a list of classes and globs. A glob is read from `baseDirectory` and loads each file it matches; every
 * exported class that carries `@Table` or `@UserType` counts, others are passed over.
 *
 * @throws ConfigurationError when a glob matches no file or no such class, or a file cannot be loaded.
 */
export async function loadEntities(sources: readonly EntitySource[], baseDirectory: string): Promise<EntityClass[]> {
  const entities = new Set<EntityClass>();
  for (const source of sources) {
    if (typeof source === 'function') entities.add(source);
    else if (typeof source === 'string') {
      const loaded = await loadGlob(source, baseDirectory);
      requireMatches(loaded, baseDirectory);
      for (const target of [...loaded.entities, ...loaded.userTypes]) entities.add(target);
    } else throw new ConfigurationError(`'entities' holds classes and globs, and one of its items is neither.`);
  }
  return [...entities];
}

/** Loads the files of one glob. @throws ConfigurationError when a file cannot be loaded. */
export async function loadGlob(pattern: string, baseDirectory: string): Promise<LoadedGlob> {
  const files = await globFiles(pattern, baseDirectory);
  const entities: EntityClass[] = [];
  const userTypes: UserTypeClass[] = [];
  for (const file of files) {
    for (const exported of Object.values(await loadModule(file))) {
      if (isTableClass(exported)) entities.push(exported);
      else if (isUserTypeClass(exported)) userTypes.push(exported);
    }
  }
  return { pattern, files, entities, userTypes };
}

/**
 * The files of a glob that can be loaded, in a stable order.
 *
 * @throws ConfigurationError for a URL, and for a relative glob that leaves the project.
 */
export async function globFiles(pattern: string, baseDirectory: string): Promise<string[]> {
  confineFiles(pattern, [], baseDirectory);
  // Loaded only by who uses globs. `import()` would not do: Jest's CommonJS mode refuses it in a library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { glob } = require('tinyglobby') as { glob: (pattern: string, options: object) => Promise<string[]> };
  const matches = await glob(pattern, { cwd: baseDirectory, absolute: true });
  const files = matches.filter((file) => !/\.d\.[cm]?ts$|\.map$/.test(file));
  return confineFiles(pattern, files, baseDirectory).toSorted();
}

/** The option that names a file, and what its classes are called. */
export type LoadedKind = 'entity' | 'subscriber';

const OPTIONS = { entity: 'entities', subscriber: 'subscribers' } as const satisfies Record<LoadedKind, string>;

/** What a file exports. @throws ConfigurationError when it cannot be loaded. */
export async function loadModule(file: string, kind: LoadedKind = 'entity'): Promise<Record<string, unknown>> {
  try {
    return await importFile(file);
  } catch (error) {
    // A decorator that refused its property says best itself what is wrong.
    if (error instanceof CaspyError) throw error;
    const hint = /\.[cm]?tsx?$/.test(file)
      ? `${kind === 'entity' ? 'Entities' : 'Subscribers'} are loaded compiled: run the TypeScript compiler and point '${OPTIONS[kind]}' at its output (dist/**/*.js).`
      : `The error of the file itself is in 'cause'.`;
    const [reason] = (isNativeError(error) ? error.message : String(error)).split('\n', 1);
    throw new ConfigurationError(`The ${kind} file ${file} could not be loaded: ${reason ?? ''}. ${hint}`, {
      cause: error,
    });
  }
}

/** The exports of a compiled file, of either kind of module. */
export async function importFile(file: string): Promise<Record<string, unknown>> {
  try {
    // `require` reads CommonJS and, since Node 20.19, ES modules; test runners hook it, unlike `import()`.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(file) as Record<string, unknown>;
  } catch (error) {
    // An ES module with a top-level await.
    if (!isCode(error, 'ERR_REQUIRE_ASYNC_MODULE')) throw error;
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  }
}

function isCode(error: unknown, code: string): boolean {
  return isNativeError(error) && 'code' in error && error.code === code;
}

function requireMatches({ pattern, files, entities, userTypes }: LoadedGlob, baseDirectory: string): void {
  if (files.length === 0) {
    throw new ConfigurationError(
      `The entities glob '${pattern}' matches no file below ${baseDirectory}. Is the project compiled?`,
    );
  }
  if (entities.length + userTypes.length > 0) return;
  const shown = files.length === 1 ? String(files[0]) : `${files.length} files, such as ${String(files[0])}`;
  throw new ConfigurationError(
    `The entities glob '${pattern}' matches ${shown}, but no export there is a class with @Table().`,
  );
}
