import { MigrationError } from '../../errors';
import type { MigrationOptions } from './options';
import { shorten } from './shorten';

/** Whether a statement that drops or truncates may be sent. */
export function isAllowed(cql: string, allowed: MigrationOptions['allowDestructive']): boolean {
  return typeof allowed === 'object' ? allowed.includes(cql) : allowed === true;
}

/** What drops or truncates needs to be allowed. `details.statements` are what a list that allows them holds. */
export function destructive(migrations: string, statements: readonly string[]): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_DESTRUCTIVE',
    `${migrations} would throw away what cannot be brought back: ${statements.map(shorten).join('; ')}. ` +
      'Nothing of that was sent. Allow it by allowDestructive: true (--force).',
    { details: { migrations, statements } },
  );
}
