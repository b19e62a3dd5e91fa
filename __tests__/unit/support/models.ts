import { MetadataError } from '../../../lib/errors';
import { buildTables } from '../../../lib/metadata/build-tables';
import type { NamingStrategy } from '../../../lib/metadata/naming-strategy';
import type { EntityClass, TableMetadata } from '../../../lib/metadata/table-metadata';

/** The metadata of one class. */
export function tableOf<E extends object>(
  target: EntityClass<E>,
  naming: Partial<NamingStrategy> = {},
): TableMetadata<E> {
  // The map is keyed by class, so the table is of that class.
  return buildTables([target], naming).get(target) as unknown as TableMetadata<E>;
}

/** Every fault of these classes as `path: message`; empty when there is none. */
export function faultsOf(...targets: readonly EntityClass[]): readonly string[] {
  return faultsIn(() => buildTables(targets));
}

/** The faults of the MetadataError that `work` throws. */
export function faultsIn(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    return error.faults.map(({ path, message }) => `${path}: ${message}`);
  }
}
