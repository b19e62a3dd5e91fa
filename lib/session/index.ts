export { CONSISTENCY_CODES, consistencyName, isConsistency } from './consistency';
export { consoleLogger } from './logger';
export type { Logger, LoggingOption, LogTopic } from './logger';
export type {
  Credentials,
  CredentialsProvider,
  PoolOptions,
  ProfileOptions,
  RetryOptions,
  SessionPoolOptions,
} from './options';
export type { Health, HostConnections, HostHealth, LatencySummary, PoolMetrics } from './pool-state';
export type {
  Consistency,
  Parameter,
  RequestOptions,
  Row,
  RowPage,
  SerialConsistency,
  Statement,
  StatementKind,
} from './request';
export type { QueryMessage } from './request-observer';
export { SessionPool } from './session-pool';
export { SESSION_OPTION_KEYS } from './validate-options';
