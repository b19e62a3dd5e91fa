import type { Client } from 'cassandra-driver';
import { ConfigurationError } from '../errors';
import type { CounterTable, IfCounters, KeysOf } from '../metadata/primary-key';
import type { ReadOnlyClass } from '../metadata/read-only-class';
import type { EntityClass } from '../metadata/table-metadata';
import type { CqlStatement } from '../query/cql';
import type { RawArguments, RawResult } from '../repository/execute-raw';
import type { ReadOnlyRepository } from '../repository/read-only-repository';
import type { Repository } from '../repository/repository';
import type { RequestOptions } from '../session/request';
import { DataSource } from './data-source';
import type { DataSourceOptions } from './options';

let current: DataSource | undefined;

function connected(): DataSource {
  if (current !== undefined) return current;
  throw new ConfigurationError('There is no connection: await connect({ … }) first.', { code: 'CASPY_NOT_CONNECTED' });
}

/**
 * Connects the default data source, which the other functions here act on. For scripts and small programs; larger
 * ones make a `DataSource` of their own.
 *
 * @throws ConfigurationError when it is connected already.
 */
export async function connect(options: DataSourceOptions): Promise<DataSource> {
  if (current !== undefined) {
    throw new ConfigurationError('The default data source is connected already: await disconnect() first.');
  }
  const dataSource = new DataSource(options);
  current = dataSource;
  try {
    return await dataSource.initialize();
  } catch (error) {
    current = undefined;
    throw error;
  }
}

/** Closes the default data source; does nothing when there is none. */
export async function disconnect(): Promise<void> {
  const dataSource = current;
  current = undefined;
  await dataSource?.destroy();
}

/** `DataSource.execute` of the default data source. */
export function execute(cql: string, params?: readonly unknown[], options?: RequestOptions): Promise<RawResult>;
export function execute(statement: CqlStatement, options?: RequestOptions): Promise<RawResult>;
export async function execute(...given: RawArguments<RequestOptions>): Promise<RawResult> {
  // Both forms are those of the method.
  return connected().execute(...(given as [string, (readonly unknown[])?, RequestOptions?]));
}

/** `DataSource.useKeyspace` of the default data source. */
export async function useKeyspace(keyspace: string): Promise<void> {
  await connected().useKeyspace(keyspace);
}

/** `DataSource.getSession` of the default data source. */
export function getSession(): Client {
  return connected().getSession();
}

/** `DataSource.getRepository` of the default data source. */
export function getRepository<C extends EntityClass & ReadOnlyClass>(
  target: C,
): ReadOnlyRepository<InstanceType<C>, KeysOf<C>>;
export function getRepository<C extends EntityClass>(
  target: C & IfCounters<InstanceType<C>>,
): Repository<InstanceType<C>, KeysOf<C> & CounterTable>;
export function getRepository<C extends EntityClass>(target: C): Repository<InstanceType<C>, KeysOf<C>>;
export function getRepository<E extends object>(target: EntityClass<E>): Repository<E>;
export function getRepository<E extends object>(target: EntityClass<E>): Repository<E> {
  return connected().getRepository(target);
}
