import type { MetadataStorage } from 'class-transformer/types/MetadataStorage';
import type * as ClassValidator from 'class-validator';
import { ConfigurationError } from '../errors';

/** What class-validator keeps about the classes of a process. */
export type RuleStorage = ClassValidator.MetadataStorage;

/**
 * The rules of all classes; undefined while nobody has loaded class-validator, since then no class has any. It hangs on
 * `globalThis`, so that every copy of the package finds the same one.
 */
export function ruleStorage(): RuleStorage | undefined {
  // Nobody else writes under this name.
  return (globalThis as { readonly classValidatorMetadataStorage?: RuleStorage }).classValidatorMetadataStorage;
}

/** class-validator itself, loaded on first use. */
export function classValidator(): typeof ClassValidator {
  return load('class-validator') as typeof ClassValidator;
}

let storagePath: string | undefined;

/**
 * What class-transformer keeps about the classes of a process; undefined while nobody has loaded the package, since
 * then no class has decorators of it. It is part of the module, so only the copy that caspy resolves counts.
 */
export function transformStorage(): MetadataStorage | undefined {
  storagePath ??= resolve('class-transformer/cjs/storage');
  const loaded: unknown = storagePath === '' ? undefined : require.cache[storagePath];
  if (loaded === undefined) return undefined;
  // What the module exports.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is loaded already
  return (require(storagePath) as { readonly defaultMetadataStorage: MetadataStorage }).defaultMetadataStorage;
}

/** Imports are not lazy in CommonJS, and `import()` is not synchronous. */
function load(name: string): unknown {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(name) as unknown;
  } catch (cause) {
    throw new ConfigurationError(`${name} cannot be loaded. Install it: npm install ${name}`, { cause });
  }
}

function resolve(name: string): string {
  try {
    return require.resolve(name);
  } catch {
    return '';
  }
}
