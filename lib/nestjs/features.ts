import type { ModulesContainer } from '@nestjs/core';
import type { DataSource } from '../data-source/data-source';
import { ConfigurationError } from '../errors';
import type { EntityClass } from '../metadata/table-metadata';
import { DEFAULT_DATA_SOURCE } from './tokens';

/** The token under which each `forFeature` leaves what it was given. */
export const FEATURE = Symbol.for('caspy.nestjs.feature');

/** What one `forFeature` was given. */
export interface Feature {
  readonly dataSource: string;
  readonly entities: readonly EntityClass[];
}

/** The entities of all `forFeature` of one data source, in this application only. */
export function featureEntities(modules: ModulesContainer, dataSource: string): EntityClass[] {
  const features = [...modules.values()].flatMap(({ providers }) => {
    // Nobody else provides under this symbol.
    const feature = providers.get(FEATURE)?.instance as Feature | undefined;
    return feature?.dataSource === dataSource ? feature.entities : [];
  });
  return [...new Set(features)];
}

/** @throws ConfigurationError for an entity of a `forFeature` that the data source does not know. */
export function requireEntities(dataSource: DataSource, entities: readonly EntityClass[], name: string): void {
  const missing = entities.find((entity) => !dataSource.hasMetadata(entity));
  if (missing === undefined) return;
  const source = name === DEFAULT_DATA_SOURCE ? 'the data source' : `the data source '${name}'`;
  const known = dataSource.entityMetadatas.map((table) => table.name);
  const copy = known.includes(missing.name) ? ' Another class of that name is there: is a file loaded twice?' : '';
  throw new ConfigurationError(
    `CaspyModule.forFeature([${missing.name}]): ${missing.name} is no entity of ${source}, which has ` +
      `${known.length === 0 ? 'none' : known.join(', ')}. Add it to 'entities' of forRoot(), or set ` +
      `autoLoadEntities: true.${copy}`,
  );
}
