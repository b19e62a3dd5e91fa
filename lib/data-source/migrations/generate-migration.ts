import { MigrationError } from '../../errors';
import type { TableMetadata } from '../../metadata/table-metadata';
import { diffSchemas } from '../../schema/diff/diff-schemas';
import type { SchemaChange } from '../../schema/diff/schema-change';
import { modelOf } from '../../schema/entity-model';
import { newMigrationName } from '../../schema/migrations/migration-name';
import type { MigrationStatus } from '../../schema/migrations/options';
import { renderMigration } from '../../schema/migrations/render-migration';
import { readSchema } from '../../schema/read-schema';
import type { SchemaClient } from '../../schema/schema-client';
import type { UserTypeMetadata } from '../../types/user-type';
import { type MigrationPlace, type NewMigrationOptions, writeMigration } from './write-migration';

/** Options of generating a migration. */
export interface GenerateMigrationOptions extends NewMigrationOptions {
  /** Writes destructive statements as such; as comments otherwise. */
  readonly allowDestructive?: boolean | undefined;
  /** Answers the text, and writes no file. */
  readonly dryRun?: boolean | undefined;
}

/** What was generated; without changes there is neither text nor file. */
export interface GeneratedMigration {
  readonly changes: readonly SchemaChange[];
  readonly text: string | undefined;
  /** The path of the new file; undefined with `dryRun`. */
  readonly file: string | undefined;
}

/** The entities of a data source. */
export interface WantedEntities {
  readonly metadatas: readonly TableMetadata[];
  /** User-defined types that no table uses. */
  readonly unusedTypes: readonly UserTypeMetadata[];
}

/** What generating compares. */
export interface GenerateContext {
  readonly client: SchemaClient;
  readonly keyspace: string;
  readonly entities: WantedEntities;
  readonly place: MigrationPlace;
  readonly status: readonly MigrationStatus[];
}

/**
 * Writes a migration that makes the server what the entities want.
 *
 * @throws MigrationError `CASPY_MIGRATION_PENDING` while there are migrations to be run: what they do would be in it too.
 */
export async function generateMigration(
  { client, keyspace, entities, place, status }: GenerateContext,
  options: GenerateMigrationOptions,
): Promise<GeneratedMigration> {
  const name = newMigrationName(options.name, new Date());
  requireNonePending(status);
  const wanted = modelOf(entities.metadatas, keyspace, entities.unusedTypes);
  const actual = await readSchema(
    client,
    wanted.keyspaces.map((each) => each.name),
  );
  const changes = diffSchemas(wanted, actual);
  if (changes.length === 0) return { changes, text: undefined, file: undefined };
  const { format = 'cql', allowDestructive = false } = options;
  const text = renderMigration({ name, keyspace, changes, allowDestructive }, format);
  const file = options.dryRun === true ? undefined : await writeMigration(name, format, text, options, place);
  return { changes, text, file };
}

function requireNonePending(status: readonly MigrationStatus[]): void {
  const pending = status.filter(({ state }) => state === 'pending' || state === 'unfinished' || state === 'late');
  if (pending.length === 0) return;
  const names = pending.map(({ name }) => name);
  throw new MigrationError(
    'CASPY_MIGRATION_PENDING',
    `${names.join(', ')}: not run yet, so what the server lacks may be in there already. Run the migrations first.`,
    { details: { migrations: names } },
  );
}
