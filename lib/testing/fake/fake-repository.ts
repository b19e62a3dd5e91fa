import { ConfigurationError } from '../../errors';
import { buildTables } from '../../metadata/build-tables';
import type { NamingStrategy } from '../../metadata/naming-strategy';
import type { UntypedKeys } from '../../metadata/primary-key';
import { isTableClass, recordedArguments } from '../../metadata/registry';
import type { EntityClass, TableMetadata } from '../../metadata/table-metadata';
import { EntityTable } from '../../repository/entity-table';
import { Repository } from '../../repository/repository';
import { MemoryExecutor } from './memory-executor';

/** What a fake repository can be told. */
export interface FakeRepositoryOptions {
  /** Classes that the entity needs beside itself: the parent and children of a shared table. */
  readonly entities?: readonly EntityClass[] | undefined;
  /** The same as that of the data source, where it has one. */
  readonly namingStrategy?: Partial<NamingStrategy> | undefined;
  /** The same as that of the data source, for tests of page tokens. */
  readonly pageTokenSecret?: string | undefined;
}

/**
 * A repository in memory, for unit tests of the services that use one. It is the real repository up to the statement:
 * what the planner or a codec refuses, it refuses with the same error. Only the rows are kept in memory instead of in
 * Cassandra, with TTL, write times, conditions, static columns, counters and collections.
 *
 * It knows no CQL of your own, aggregates, groups, vectors, user-defined types field by field, and values that the server
 * makes; it says so. It does not show what only a cluster does, such as timeouts and races: for those, and before a
 * release, test against `LocalCassandra`.
 *
 * @throws ConfigurationError for a materialized view
 * @example
 * ```ts
 * const users = new FakeRepository(User);
 * const service = new UserService(users);
 * // with Nest: { provide: getRepositoryToken(User), useValue: users }
 * ```
 */
export class FakeRepository<E extends object, K = UntypedKeys> extends Repository<E, K> {
  constructor(target: EntityClass<E>, options: FakeRepositoryOptions = {}) {
    super(fakeTable(target, options));
  }
}

function fakeTable<E extends object>(
  target: EntityClass<E>,
  { entities = [], namingStrategy, pageTokenSecret }: FakeRepositoryOptions,
): EntityTable<E> {
  if (!isTableClass(target) || recordedArguments(target)?.view !== undefined) {
    throw new ConfigurationError(`${target.name}: a fake repository is made of a class with @Table().`);
  }
  const tables = buildTables(new Set<EntityClass>([target, ...entities]), namingStrategy);
  // The map is keyed by class, so what is found under a class is of that class.
  const metadata = tables.get(target) as unknown as TableMetadata<E>;
  const executor = new MemoryExecutor(tables.values());
  return new EntityTable(metadata, { executor, keyspace: 'fake', pageTokenSecret });
}
