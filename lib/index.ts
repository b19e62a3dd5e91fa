export * from '../decorators';
export { defineConfig } from './data-source/config';
export type { CaspyConfig } from './data-source/config';
export { DataSource } from './data-source/data-source';
export {
  connect,
  disconnect,
  execute,
  getRepository,
  getSession,
  useKeyspace,
} from './data-source/default-data-source';
export type { EntitySource } from './data-source/load-entities';
export type {
  EntitySubscriber,
  InsertEvent,
  LoadEvent,
  RemoveEvent,
  SubscriberSource,
  UpdateEvent,
} from './data-source/subscriber';
export type { GeneratedMigration, GenerateMigrationOptions } from './data-source/migrations/generate-migration';
export { createMigration } from './data-source/migrations/write-migration';
export type { MigrationPlace, NewMigrationOptions } from './data-source/migrations/write-migration';
export type { ConnectRetryOptions } from './data-source/connect-retry';
export type { DataSourceOptions } from './data-source/options';
export {
  AbortError,
  BulkError,
  CaspyError,
  ConfigurationError,
  ConnectionError,
  EntityNotFoundError,
  HookError,
  MetadataError,
  MigrationError,
  MultipleResultsError,
  OptimisticLockError,
  PageTokenError,
  PoolTimeoutError,
  QueryError,
  QueryPlanError,
  RequestError,
  SchemaError,
  SchemaLockError,
  TimeoutError,
  UnauthorizedError,
  UnavailableError,
  ValidationError,
} from './errors';
export type { MetadataFault, ValidationFault } from './errors';
export { createEntity } from './metadata/create-entity';
export type { ColumnDefinition, EntityDefinition } from './metadata/create-entity';
export type { RuntimeEntity } from './metadata/runtime-types';
export { PrimaryKey, primaryKey } from './metadata/primary-key';
export type { Counter } from './metadata/primary-key';
export type { KeysOf, PrimaryKeyOptions, UntypedKeys } from './metadata/primary-key';
export type { ValidateOptions, ValidateSetting } from './metadata/validate-options';
export type { ReadOnlyClass } from './metadata/read-only-class';
export { snakeCaseNaming } from './metadata/naming-strategy';
export type { NamingStrategy } from './metadata/naming-strategy';
export type {
  ChildEntityOptions,
  ClusteringKeyOptions,
  ColumnOptions,
  ConsistencyLevel,
  IndexOptions,
  IndexUsing,
  MaterializedViewOptions,
  PartitionKeyOptions,
  TableInheritanceOptions,
  TableOptions,
  TypeSpec,
  UserTypeOptions,
  ValueTransformer,
} from './metadata/options';
export type {
  ColumnMetadata,
  EntityClass,
  IndexMetadata,
  InheritanceMetadata,
  TableMetadata,
} from './metadata/table-metadata';
export {
  Add,
  Append,
  Decrement,
  Increment,
  Prepend,
  Put,
  Remove,
  RemoveKey,
  Server,
  SetAt,
  SetFields,
} from './query/changes';
export type { Change } from './query/changes';
export {
  And,
  Between,
  Contains,
  ContainsEntry,
  ContainsKey,
  Equal,
  In,
  LessThan,
  LessThanOrEqual,
  Like,
  MoreThan,
  MoreThanOrEqual,
  NotEqual,
  Operator,
  Raw,
  Token,
} from './query/operators';
export { Aggregate, Average, Count, Maximum, Minimum, Sum } from './query/aggregates';
export type { AggregateKind, AggregateValue } from './query/aggregates';
export { cql, CqlStatement } from './query/cql';
export type { QueryTypeError } from './query/typed-keys';
export type {
  Changes,
  ColumnKeys,
  Conditions,
  Key,
  Nearest,
  NewValues,
  Order,
  Values,
  VectorKeys,
  Where,
} from './query/where';
export { BaseEntity } from './repository/base-entity';
export type { Batch } from './repository/batch';
export type {
  BatchDeleteOptions,
  BatchInsertOptions,
  BatchOptions,
  BatchResult,
  BatchSaveOptions,
  BatchTarget,
  BatchUpdateOptions,
} from './repository/batch-options';
export type { Explanation } from './repository/explain-query';
export type {
  BulkDeleteOptions,
  BulkFailure,
  BulkOutcome,
  BulkProgress,
  BulkResult,
  BulkSaveOptions,
  BulkSettings,
} from './repository/bulk/bulk-options';
export type { BulkSource } from './repository/bulk/source';
export type { CollectionChange } from './repository/collection-change';
export type { RawResult } from './repository/execute-raw';
export type { RepositoryOptions } from './repository/option-ladder';
export type {
  CellRow,
  CellSelection,
  DeleteOptions,
  FindOptions,
  FindPageOptions,
  InsertOptions,
  Page,
  PageRequest,
  ReadOptions,
  SaveOptions,
  Selected,
  Selection,
  UpdateOptions,
  WriteOptions,
  WriteResult,
} from './repository/options';
export { QuerySet } from './repository/query-set';
export type { Aggregated, Aggregates } from './repository/query-set';
export { Scan } from './repository/scan/scan';
export type { ScanProgress } from './repository/scan/scan';
export type { ScanOptionsOf, ScanSettings } from './repository/scan/scan-options';
export { toPlain } from './repository/to-plain';
export type { Plain } from './repository/to-plain';
export { OmitEntity, PartialEntity, PickEntity } from './validation/entity-dto';
export { fromPlain } from './validation/from-plain';
export type { FromPlainOptions } from './validation/from-plain';
export type { PlainOptions } from './validation/transforms';
export { ReadOnlyRepository } from './repository/read-only-repository';
export { Repository } from './repository/repository';
export type { RepositoryOf } from './repository/repository';
export type { Replication } from './schema/create-keyspace';
export { diffSchemas } from './schema/diff/diff-schemas';
export type { DiffOptions } from './schema/diff/diff-schemas';
export type { ChangeClass, ChangeKind, SchemaChange } from './schema/diff/schema-change';
export { modelOf } from './schema/entity-model';
export { writePulledFiles } from './schema/files/write-pulled-files';
export type { WrittenFiles } from './schema/files/write-pulled-files';
export type {
  ColumnModel,
  FieldModel,
  IndexModel,
  KeyspaceModel,
  SchemaModel,
  TableModel,
  TypeModel,
  ViewModel,
} from './schema/model';
export { pullEntities } from './schema/pull/pull-entities';
export type { PulledFile, PullOptions, PullResult, PullWarning } from './schema/pull/pull-entities';
export { formatSnapshot } from './schema/snapshot/format-snapshot';
export { parseSnapshot } from './schema/snapshot/parse-snapshot';
export { readSnapshot, writeSnapshot } from './schema/snapshot/snapshot-file';
export type { SynchronizeOptions, SyncResult } from './schema/synchronize-schema';
export type { LockHolder, LockOwner } from './schema/lock/lock-options';
export type { MigrationContext, MigrationStatement, StepContext } from './schema/migrations/context';
export type { MigrationResult, MigrationScan } from './schema/migrations/environment';
export type { Migration } from './schema/migrations/migration';
export type {
  MigrationEvent,
  MigrationOptions,
  MigrationRun,
  MigrationStatus,
  RevertMigrationOptions,
  RunMigrationsOptions,
} from './schema/migrations/options';
export type { MigrationFormat } from './schema/migrations/render-migration';
export { consoleLogger } from './session/logger';
export type { Logger, LoggingOption, LogTopic } from './session/logger';
export { pinoLogger } from './session/pino-logger';
export type { StructuredLogger } from './session/pino-logger';
export type { QueryMessage } from './session/request-observer';
export type { Credentials, CredentialsProvider, PoolOptions, ProfileOptions, RetryOptions } from './session/options';
export type { Health, PoolMetrics } from './session/pool-state';
export type { RequestOptions, Row } from './session/request';
export { CqlTypeSyntaxError } from './types/cql-type-syntax-error';
export { frozen, list, map, set, tuple, vector } from './types/builders';
export type { TypeInput } from './types/builders';
export type { CqlType } from './types/cql-type';
export type { UserTypeClass, UserTypeFieldMetadata, UserTypeMetadata, UserTypeReference } from './types/user-type';
