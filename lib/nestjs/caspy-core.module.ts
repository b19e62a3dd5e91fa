import type { DynamicModule, OnApplicationShutdown, Provider } from '@nestjs/common';
import { Global, Inject, Module } from '@nestjs/common';
import { APP_INTERCEPTOR, ModulesContainer } from '@nestjs/core';
import type { DataSource } from '../data-source/data-source';
import { ConfigurationError } from '../errors';
import { CaspyHealthIndicator } from './caspy-health.indicator';
import { Connection } from './connection';
import { featureEntities } from './features';
import { KeyspaceInterceptor } from './keyspace.interceptor';
import type { CaspyModuleOptions, DataSourceName } from './options';
import { DEFAULT_DATA_SOURCE, getDataSourceToken } from './tokens';

/** The options of the data source that a core module is for. */
export const OPTIONS = Symbol.for('caspy.nestjs.options');

const CONNECTION = Symbol.for('caspy.nestjs.connection');
const IDENTITY = Symbol.for('caspy.nestjs.identity');

let modulesMade = 0;

/** One data source of the application. It is global, so that each `forFeature` finds it. */
@Global()
@Module({})
export class CaspyCoreModule implements OnApplicationShutdown {
  readonly #connection: Connection;

  constructor(@Inject(CONNECTION) connection: Connection) {
    this.#connection = connection;
  }

  static register(root: DataSourceName, providers: Provider[], imports: DynamicModule['imports'] = []): DynamicModule {
    const name = root.name ?? DEFAULT_DATA_SOURCE;
    const token = getDataSourceToken(name);
    modulesMade += 1;
    return {
      module: CaspyCoreModule,
      imports,
      providers: [
        ...providers,
        // Nest 10 takes dynamic modules with the same content for one module, and would hide a second of that name.
        { provide: IDENTITY, useValue: modulesMade },
        {
          provide: CONNECTION,
          useFactory: (options: CaspyModuleOptions, modules: ModulesContainer) => connect(root, options, modules),
          inject: [OPTIONS, ModulesContainer],
        },
        { provide: token, useFactory: (connection: Connection) => connection.open(), inject: [CONNECTION] },
        CaspyHealthIndicator,
        ...interceptors(root, token),
      ],
      exports: [token, CaspyHealthIndicator],
    };
  }

  /** After the server has answered its last request. */
  async onApplicationShutdown(): Promise<void> {
    await this.#connection.close();
  }
}

function connect(
  root: DataSourceName,
  options: CaspyModuleOptions & DataSourceName,
  modules: ModulesContainer,
): Connection {
  const { name = DEFAULT_DATA_SOURCE } = root;
  const token = getDataSourceToken(name);
  const bearers = [...modules.values()].filter(
    ({ metatype, providers }) => metatype === CaspyCoreModule && providers.has(token),
  );
  if (bearers.length > 1) {
    throw new ConfigurationError(
      `CaspyModule: ${bearers.length} data sources are called '${name}'. Give each a name of its own: ` +
        `forRoot({ name: 'audit', … }), forRootAsync({ name: 'audit', … }).`,
    );
  }
  // forRoot() gives one object for both.
  const stray = (['name', 'keyspaceFromRequest'] as const).find(
    (option) => options[option] !== undefined && options[option] !== root[option],
  );
  if (stray !== undefined) {
    throw new ConfigurationError(
      `CaspyModule: what the factory answers has '${stray}', which must be known before. Write it beside the ` +
        `factory: forRootAsync({ ${stray}: …, useFactory }).`,
    );
  }
  return new Connection(name, options, featureEntities(modules, name));
}

function interceptors(root: DataSourceName, token: ReturnType<typeof getDataSourceToken>): Provider[] {
  if (root.keyspaceFromRequest === undefined) return [];
  const keyspaceOf = root.keyspaceFromRequest.bind(root);
  const useFactory = (dataSource: DataSource): KeyspaceInterceptor => new KeyspaceInterceptor(dataSource, keyspaceOf);
  return [{ provide: APP_INTERCEPTOR, useFactory, inject: [token] }];
}
