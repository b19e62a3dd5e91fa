import { ConfigurationError } from '../errors';
import type { EntityClass, TableMetadata } from '../metadata/table-metadata';
import { bindRepository, unbindRepository } from '../repository/base-entity';
import type { TableContext } from '../repository/entity-table';
import { EntityTable } from '../repository/entity-table';
import { Repository } from '../repository/repository';
import { scopedSource } from '../repository/table-source';
import { describeValue } from '../types/describe-value';
import type { DataSourceState } from './data-source-state';

type AnyRepository = Repository<object>;

/** The repositories of a data source: one for each entity, made when it is first asked for. */
export class EntityRepositories {
  readonly #state: DataSourceState;
  readonly #context: () => TableContext;
  readonly #made = new Map<EntityClass, AnyRepository>();
  readonly #bindings = new Map<EntityClass, () => AnyRepository>();

  constructor(state: DataSourceState, context: () => TableContext) {
    this.#state = state;
    this.#context = context;
  }

  get<E extends object>(target: EntityClass<E>): Repository<E> {
    const metadata = this.metadataOf(target);
    let repository = this.#made.get(target);
    if (repository === undefined) {
      const table = new EntityTable<object>(metadata, this.#context());
      repository = new Repository(scopedSource(table, () => this.#state.scope.getStore()));
      this.#made.set(target, repository);
    }
    // The maps are keyed by class, so what is found under a class is of that class.
    return repository as unknown as Repository<E>;
  }

  /** @throws ConfigurationError when the class is none of the data source's. */
  metadataOf<E extends object>(target: EntityClass<E>): TableMetadata<E> {
    const metadata = this.#state.tables.get(target);
    if (metadata === undefined) throw unknownEntity(target, this.#state.metadatas);
    return metadata as unknown as TableMetadata<E>;
  }

  /** Active records of the entities go this way from now on. */
  bind(): void {
    for (const target of this.#state.tables.keys()) {
      const binding = (): AnyRepository => this.get(target);
      this.#bindings.set(target, binding);
      bindRepository(target, binding);
    }
  }

  unbind(): void {
    for (const [target, binding] of this.#bindings) unbindRepository(target, binding);
    this.#bindings.clear();
  }

  /** Those that are got from now on are made anew. */
  forget(): void {
    this.#made.clear();
  }
}

function unknownEntity(target: unknown, tables: readonly TableMetadata[]): ConfigurationError {
  if (typeof target !== 'function') {
    return new ConfigurationError(`An entity is named by its class, not by ${describeValue(target)}.`);
  }
  const known = tables.map(({ name }) => name);
  const copy = known.includes(target.name) ? ' Another class of that name is there: is a file loaded twice?' : '';
  return new ConfigurationError(
    `${target.name} is no entity of this data source. Add it to 'entities', which holds ` +
      `${known.length === 0 ? 'none' : known.join(', ')}.${copy}`,
  );
}
