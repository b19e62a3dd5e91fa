import { bindUserTypes } from '../metadata/bind-user-types';
import { userTypesOf } from '../metadata/user-types-of';
import type { TableContext } from '../repository/entity-table';
import { modelOf } from '../schema/entity-model';
import type { SchemaModel } from '../schema/model';
import { readSchema } from '../schema/read-schema';
import type { SynchronizeOptions, SyncResult } from '../schema/synchronize-schema';
import type { DataSourceState } from './data-source-state';
import type { SchemaContext } from './synchronize';
import { prepareSchema, synchronizeEntities, synchronizeTable } from './synchronize';

/** What a data source does about schemas. What may change user-defined types reads them again afterwards. */
export class SchemaWork {
  readonly #state: DataSourceState;

  constructor(state: DataSourceState) {
    this.#state = state;
  }

  /** What `initialize()` does about the schema. */
  async prepare(): Promise<void> {
    await prepareSchema(this.#context());
    await this.refreshUserTypes();
  }

  async synchronize(options: SynchronizeOptions | undefined): Promise<SyncResult> {
    const result = await synchronizeEntities(this.#context(), options);
    await this.refreshUserTypes();
    return result;
  }

  readonly synchronizeTable: NonNullable<TableContext['synchronizeTable']> = async (table, keyspace, options) => {
    const result = await synchronizeTable(this.#context(), table, keyspace, options);
    await this.refreshUserTypes();
    return result;
  };

  async read(keyspaces?: readonly string[]): Promise<SchemaModel> {
    const { metadatas, keyspace, unusedTypes } = this.#state;
    const own = (): string[] => modelOf(metadatas, keyspace, unusedTypes).keyspaces.map(({ name }) => name);
    return readSchema(this.#state.schemaClient(), keyspaces ?? own());
  }

  async refreshUserTypes(): Promise<void> {
    const { metadatas, userTypes } = this.#state;
    if (metadatas.some((table) => userTypesOf(table).length > 0)) await userTypes.refresh(this.#state.schemaClient());
  }

  /** A type may belong to one keyspace, and the current one is known here only. */
  checkUserTypes(): void {
    const { metadatas, userTypes, keyspace: current } = this.#state;
    for (const table of metadatas) {
      const keyspace = table.keyspace ?? current;
      if (keyspace !== undefined) bindUserTypes(table, { keyspace, layouts: userTypes });
    }
  }

  #context(): SchemaContext {
    const { metadatas: tables, unusedTypes, keyspace, options } = this.#state;
    const health = (): ReturnType<SchemaContext['health']> => this.#state.pool.health();
    return { client: this.#state.schemaClient(), tables, unusedTypes, keyspace, options, health };
  }
}
