import type { MigrationContext } from './context';
import type { SplitStatement } from './split-cql';

/**
 * A migration in TypeScript or JavaScript: what a file exports, as a class or as an object.
 *
 * Each `execute` is counted. When a run ends half-way, the next one calls `up` again and skips what was done, so the
 * statements must come in the same order with the same values each time.
 *
 * @example
 * ```ts
 * export class AddEmail implements Migration {
 *   async up({ execute, columnExists }: MigrationContext): Promise<void> {
 *     if (!(await columnExists('users', 'email'))) await execute('ALTER TABLE users ADD email text');
 *   }
 *   async down({ execute }: MigrationContext): Promise<void> {
 *     await execute('ALTER TABLE users DROP email');
 *   }
 * }
 * ```
 */
export interface Migration {
  up(context: MigrationContext): Promise<void>;
  down?(context: MigrationContext): Promise<void>;
}

/** Statements of a file, or a function that sends them. */
export type MigrationSteps =
  | { readonly kind: 'cql'; readonly statements: readonly SplitStatement[] }
  | { readonly kind: 'script'; readonly run: (context: MigrationContext) => Promise<void> };

/** A migration that was read from its file. */
export interface LoadedMigration {
  /** `20260131120000-create-users`. */
  readonly name: string;
  readonly file: string;
  /** `cql`, or the extension of the script: a compiled script is another text than its source. */
  readonly kind: string;
  readonly checksum: string;
  readonly up: MigrationSteps;
  /** Undefined when it cannot be undone. */
  readonly down: MigrationSteps | undefined;
}
