export { CaspyExceptionFilter } from './caspy-exception.filter';
export { CaspyHealthIndicator } from './caspy-health.indicator';
export type { CaspyHealth, PingCheckOptions } from './caspy-health.indicator';
export { CaspyModule } from './caspy.module';
export { EntityRepository } from './entity-repository';
export type { RepositoryClass } from './entity-repository';
export { InjectDataSource, InjectRepository } from './inject-decorators';
export { nestLogger } from './nest-logger';
export type {
  CaspyModuleAsyncOptions,
  CaspyModuleOptions,
  CaspyOptionsFactory,
  DataSourceName,
  KeyspaceRequest,
} from './options';
export { ParseTimeUuidPipe, ParseUuidPipe } from './parse-uuid.pipe';
export type { ParseUuidPipeOptions } from './parse-uuid.pipe';
export { DEFAULT_DATA_SOURCE, getDataSourceToken, getRepositoryToken } from './tokens';
