import type { DynamicModule, ExecutionContext, FactoryProvider, Provider, Type } from '@nestjs/common';
import type { DataSourceOptions } from '../data-source/options';

/** What every HTTP request of Express and Fastify has; annotate the parameter with the request of your platform. */
export interface KeyspaceRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What stands beside the options of a data source, and is known before they are. */
export interface DataSourceName {
  /** For several data sources: `@InjectRepository(User, 'audit')`. Without it, it is the default one. */
  readonly name?: string | undefined;
  /**
   * The keyspace of each request, for example of its tenant; undefined leaves the request in the keyspace of the data
   * source. It is asked after guards, so the user of the request is known. See `DataSource.withKeyspace`.
   *
   * @param request undefined where the transport is not HTTP
   */
  keyspaceFromRequest?(
    request: KeyspaceRequest | undefined,
    context: ExecutionContext,
  ): string | undefined | Promise<string | undefined>;
}

/** Options of `CaspyModule.forRoot`: those of a data source, and how the application connects. */
export interface CaspyModuleOptions extends DataSourceOptions {
  /** Connects in all, the first included; 10 unless set, and without end with `lazyConnection`. */
  readonly retryAttempts?: number | undefined;
  /** Milliseconds between two of them; 3,000 unless set. */
  readonly retryDelay?: number | undefined;
  /** Whether an error is worth another attempt. Unless set: what caspy calls `retryable`; a wrong option is not. */
  readonly toRetry?: ((error: unknown) => boolean) | undefined;
  /** Log the whole message of each failed attempt, not only its code. */
  readonly verboseRetryLog?: boolean | undefined;
  /** Takes the entities of every `forFeature` of this data source, beside those of `entities`. */
  readonly autoLoadEntities?: boolean | undefined;
  /**
   * The application starts without waiting for Cassandra, and connects meanwhile. Until then repositories fail with
   * `CASPY_NOT_INITIALIZED`, which the filter answers with 503.
   */
  readonly lazyConnection?: boolean | undefined;
  /** The application never connects by itself: call `initialize()` of the data source. */
  readonly manualInitialization?: boolean | undefined;
}

/** What a class in `useClass` and `useExisting` implements. */
export interface CaspyOptionsFactory {
  /** @param name of the data source; `default` for the default one */
  createCaspyOptions(name: string): CaspyModuleOptions | Promise<CaspyModuleOptions>;
}

/** Options of `CaspyModule.forRootAsync`: one of `useFactory`, `useClass` and `useExisting`. */
export interface CaspyModuleAsyncOptions extends DataSourceName, Pick<DynamicModule, 'imports'> {
  readonly useFactory?: (...args: never[]) => CaspyModuleOptions | Promise<CaspyModuleOptions>;
  /** What `useFactory` is given. */
  readonly inject?: FactoryProvider['inject'];
  /** A class that is made for this. */
  readonly useClass?: Type<CaspyOptionsFactory>;
  /** A class that another module provides. */
  readonly useExisting?: Type<CaspyOptionsFactory>;
  readonly extraProviders?: Provider[];
}

const MODULE_OPTIONS: readonly string[] = [
  'name',
  'keyspaceFromRequest',
  'retryAttempts',
  'retryDelay',
  'toRetry',
  'verboseRetryLog',
  'autoLoadEntities',
  'lazyConnection',
  'manualInitialization',
];

/** The options that are the data source's own. */
export function dataSourceOptions(options: CaspyModuleOptions): DataSourceOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !MODULE_OPTIONS.includes(name)));
}
