export { LocalCassandra } from './local-cassandra';
export type { CassandraNode, CassandraSource, LocalCassandraOptions, LocalCredentials, YamlValue } from './options';
