import { ConfigurationError } from '../../errors';
import type { MigrationEnvironment } from '../../schema/migrations/environment';
import type { LoadedMigration } from '../../schema/migrations/migration';
import type {
  MigrationRun,
  MigrationStatus,
  RevertMigrationOptions,
  RunMigrationsOptions,
} from '../../schema/migrations/options';
import { readHistory } from '../../schema/migrations/read-history';
import { revertMigrations, runMigrations } from '../../schema/migrations/run-migrations';
import { showMigrations } from '../../schema/migrations/show-migrations';
import { checkMigrationOptions, GENERATE_OPTIONS, REVERT_OPTIONS, RUN_OPTIONS } from './check-migration-options';
import {
  type GeneratedMigration,
  generateMigration,
  type GenerateMigrationOptions,
  type WantedEntities,
} from './generate-migration';
import { DEFAULT_MIGRATIONS, loadMigrations } from './load-migrations';
import { type MigrationHost, migrationEnvironment } from './migration-host';

/** What a data source knows about its migrations. */
export interface MigratorOptions extends Omit<MigrationHost, 'keyspace'> {
  readonly keyspace: string | undefined;
  readonly migrations: readonly string[] | undefined;
  readonly baseDirectory: string;
}

/** The migrations of a data source; its files are read anew by each call. */
export class Migrator {
  readonly #options: MigratorOptions;

  constructor(options: MigratorOptions) {
    this.#options = options;
  }

  async run(options: RunMigrationsOptions): Promise<MigrationRun[]> {
    checkMigrationOptions('runMigrations', options, RUN_OPTIONS);
    return runMigrations(this.#environment(), await this.#load(), options);
  }

  async revert(options: RevertMigrationOptions): Promise<MigrationRun[]> {
    checkMigrationOptions('revertMigration', options, REVERT_OPTIONS);
    return revertMigrations(this.#environment(), await this.#load(), options);
  }

  async show(): Promise<MigrationStatus[]> {
    const environment = this.#environment();
    return showMigrations(await this.#load(), await readHistory(environment.client, environment));
  }

  async generate(options: GenerateMigrationOptions, entities: WantedEntities): Promise<GeneratedMigration> {
    checkMigrationOptions('generateMigration', options, GENERATE_OPTIONS);
    const { client, keyspace } = this.#environment();
    const status = await this.show();
    return generateMigration({ client, keyspace, entities, place: this.#options, status }, options);
  }

  #environment(): MigrationEnvironment {
    const { keyspace } = this.#options;
    if (keyspace !== undefined) return migrationEnvironment({ ...this.#options, keyspace });
    throw new ConfigurationError("Migrations belong to a keyspace. Set 'keyspace' in the options of the data source.");
  }

  #load(): Promise<LoadedMigration[]> {
    return loadMigrations(this.#options.migrations ?? DEFAULT_MIGRATIONS, this.#options.baseDirectory);
  }
}
