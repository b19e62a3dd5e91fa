import type { DynamicModule, Provider } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { DataSource } from '../data-source/data-source';
import { ConfigurationError } from '../errors';
import type { EntityClass } from '../metadata/table-metadata';
import type { Repository } from '../repository/repository';
import { CaspyCoreModule, OPTIONS } from './caspy-core.module';
import { featureEntity } from './check-feature';
import { isRepositoryClass } from './entity-repository';
import type { Feature } from './features';
import { FEATURE, requireEntities } from './features';
import type { CaspyModuleAsyncOptions, CaspyModuleOptions, CaspyOptionsFactory, DataSourceName } from './options';
import type { Injectable } from './tokens';
import { DEFAULT_DATA_SOURCE, getDataSourceToken, getRepositoryToken } from './tokens';

/**
 * caspy in a NestJS application: `forRoot` once for each data source, `forFeature` in each module that injects
 * repositories.
 *
 * The data source is connected before the application starts, and again and again until Cassandra answers; it is
 * closed, after its last request, when the application is (`app.enableShutdownHooks()` or `app.close()`).
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     CaspyModule.forRoot({
 *       contactPoints: ['127.0.0.1'],
 *       localDataCenter: 'datacenter1',
 *       keyspace: 'shop',
 *       autoLoadEntities: true,
 *     }),
 *     UsersModule,
 *   ],
 * })
 * export class AppModule {}
 *
 * @Module({ imports: [CaspyModule.forFeature([User])], providers: [UserService] })
 * export class UsersModule {}
 * ```
 */
@Module({})
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- Nest wants a class
export class CaspyModule {
  /** A data source. @throws ConfigurationError for a wrong option, or a name that another one has. */
  static forRoot(options: CaspyModuleOptions & DataSourceName): DynamicModule {
    const core = CaspyCoreModule.register(options, [{ provide: OPTIONS, useValue: options }]);
    return { module: CaspyModule, imports: [core] };
  }

  /**
   * A data source whose options come from elsewhere, such as a service of configuration.
   *
   * @example
   * ```ts
   * CaspyModule.forRootAsync({
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ ...config.getOrThrow('cassandra'), autoLoadEntities: true }),
   * })
   * ```
   */
  static forRootAsync(options: CaspyModuleAsyncOptions): DynamicModule {
    const providers = [...asyncProviders(options), ...(options.extraProviders ?? [])];
    const core = CaspyCoreModule.register(options, providers, options.imports);
    return { module: CaspyModule, imports: [core] };
  }

  /**
   * The repositories that a module injects: of entities, and classes of your own with `@EntityRepository`.
   *
   * @param dataSource the name of their data source, where it is not the default one
   * @throws ConfigurationError for a class that is no entity
   */
  static forFeature(targets: readonly Injectable[] = [], dataSource = DEFAULT_DATA_SOURCE): DynamicModule {
    const entities = [...new Set(targets.map(featureEntity))];
    const repositories = [
      ...entities.map((entity) => repositoryProvider(entity, dataSource)),
      ...targets.filter(isRepositoryClass).map((target) => ({
        provide: getRepositoryToken(target, dataSource),
        useFactory: (base: never) => new target(base),
        inject: [getRepositoryToken(featureEntity(target), dataSource)],
      })),
    ];
    const feature: Feature = { dataSource, entities };
    return {
      module: CaspyModule,
      providers: [...repositories, { provide: FEATURE, useValue: feature }],
      exports: repositories.map(({ provide }) => provide),
    };
  }
}

function repositoryProvider(entity: EntityClass, name: string) {
  return {
    provide: getRepositoryToken(entity, name),
    useFactory: (dataSource: DataSource) => repositoryOf(dataSource, entity, name),
    inject: [getDataSourceToken(name)],
  };
}

function repositoryOf(dataSource: DataSource, entity: EntityClass, name: string): Repository<object> {
  if (!dataSource.isInitialized) return dataSource.lazyRepository(entity);
  requireEntities(dataSource, [entity], name);
  return dataSource.getRepository(entity);
}

function asyncProviders(options: CaspyModuleAsyncOptions): Provider[] {
  const { name = DEFAULT_DATA_SOURCE, useFactory, useClass, useExisting, inject = [] } = options;
  // What is injected fits what the factory takes, or Nest cannot help either.
  if (useFactory !== undefined) return [{ provide: OPTIONS, useFactory: useFactory as () => unknown, inject }];
  const factory = useExisting ?? useClass;
  if (factory === undefined) {
    throw new ConfigurationError(
      'CaspyModule.forRootAsync() takes one of useFactory, useClass and useExisting, and got none of them.',
    );
  }
  const read = (from: CaspyOptionsFactory): unknown => from.createCaspyOptions(name);
  const provider = { provide: OPTIONS, useFactory: read, inject: [factory] };
  return useExisting === undefined ? [provider, { provide: factory, useClass: factory }] : [provider];
}
