import { Inject } from '@nestjs/common';
import type { Injectable } from './tokens';
import { DEFAULT_DATA_SOURCE, getDataSourceToken, getRepositoryToken } from './tokens';

/**
 * Injects the repository of an entity, or a repository class of your own.
 *
 * @param dataSource the name of its data source, where it is not the default one
 * @throws ConfigurationError for anything but a class
 * @example
 * ```ts
 * @Injectable()
 * export class UserService {
 *   constructor(@InjectRepository(User) private readonly users: Repository<User>) {}
 * }
 * ```
 */
export function InjectRepository(
  entity: Injectable,
  dataSource = DEFAULT_DATA_SOURCE,
): PropertyDecorator & ParameterDecorator {
  return Inject(getRepositoryToken(entity, dataSource));
}

/**
 * Injects a data source: the default one, or the one of that name.
 *
 * @example
 * ```ts
 * constructor(@InjectDataSource('audit') private readonly audit: DataSource) {}
 * ```
 */
export function InjectDataSource(name = DEFAULT_DATA_SOURCE): PropertyDecorator & ParameterDecorator {
  return Inject(getDataSourceToken(name));
}
