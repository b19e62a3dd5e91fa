export { FakeRepository } from './fake/fake-repository';
export type { FakeRepositoryOptions } from './fake/fake-repository';
export { LocalCassandra } from './local-cassandra';
export type { CassandraNode, CassandraSource, LocalCassandraOptions, LocalCredentials, YamlValue } from './options';
