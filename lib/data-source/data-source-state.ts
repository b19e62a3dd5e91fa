import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import { BoundedCache } from '../repository/bounded-cache';
import type { TableContext } from '../repository/entity-table';
import { SchemaClient } from '../schema/schema-client';
import { UserTypeCatalog } from '../schema/user-type-catalog';
import { SessionPool } from '../session/session-pool';
import type { UserTypeMetadata } from '../types/user-type';
import type { DataSourceOptions } from './options';
import { poolOptions } from './options';

/** Keyspaces whose statements are kept for `withKeyspace()`; those of others are compiled again. */
const CACHED_KEYSPACES = 256;

/** What the parts of a data source share. It changes with `initialize()`, `useKeyspace()` and `destroy()`. */
export class DataSourceState {
  readonly options: DataSourceOptions;
  readonly userTypes = new UserTypeCatalog();
  /** The keyspace of the calls within `withKeyspace()`. */
  readonly scope = new AsyncLocalStorage<string>();
  pool: SessionPool;
  /** The current keyspace: that of entities that name none. */
  keyspace: string | undefined;
  tables: ReadonlyMap<EntityClass, TableMetadata> = new Map();
  /** User-defined types of the entities that no table uses. */
  unusedTypes: readonly UserTypeMetadata[] = [];
  subscribers: readonly object[] = [];
  /** Tables in keyspaces that repositories were moved to. */
  keyspaces: NonNullable<TableContext['keyspaces']> = new BoundedCache(CACHED_KEYSPACES);

  /** @throws ConfigurationError when an option is unknown or wrong. */
  constructor(options: DataSourceOptions) {
    this.options = Object.freeze({ ...options });
    this.keyspace = options.keyspace;
    this.pool = new SessionPool(poolOptions(options));
  }

  get metadatas(): readonly TableMetadata[] {
    return [...this.tables.values()];
  }

  get baseDirectory(): string {
    return this.options.baseDirectory ?? process.cwd();
  }

  schemaClient(): SchemaClient {
    return new SchemaClient(this.pool);
  }

  /** A new pool in the place of one that is to be closed, which is the answer. */
  renewPool(): SessionPool {
    const { pool } = this;
    this.pool = new SessionPool(poolOptions(this.options));
    this.keyspaces = new BoundedCache(CACHED_KEYSPACES);
    return pool;
  }
}
