import type { MetadataFault } from '../errors';
import { didYouMean } from '../suggest';
import type { CqlType } from '../types/cql-type';
import type { IndexArguments } from './arguments';
import { indexKind } from './index-kind';
import type { NamingStrategy } from './naming-strategy';
import type { IndexOptions } from './options';
import type { ColumnMetadata, IndexMetadata } from './table-metadata';
import { unfitForIndex } from './unfit-for-index';

type Target = NonNullable<IndexOptions['target']>;

/** One index out of what `@Index` recorded; faults go into `faults`. */
export function buildIndex(
  className: string,
  tableName: string,
  { properties, options }: IndexArguments,
  byProperty: ReadonlyMap<string, ColumnMetadata>,
  naming: NamingStrategy,
  faults: MetadataFault[],
): IndexMetadata | undefined {
  const [property] = properties;
  if (property === undefined || properties.length > 1) {
    const message = '@Index() covers one column. Declare one index for each; Cassandra combines SAI indexes itself.';
    faults.push({ path: className, message });
    return undefined;
  }
  const column = byProperty.get(property);
  if (column === undefined) {
    const message = `@Index() names '${property}', which is no column.${didYouMean(property, byProperty.keys())}`;
    faults.push({ path: className, message });
    return undefined;
  }
  const using = indexKind(options.using ?? 'sai');
  const target = options.target ?? defaultTarget(column.type);
  const reason = unfitForIndex(column, using, target, options.options ?? {});
  if (reason !== undefined) {
    faults.push({ path: column.path, message: reason });
    return undefined;
  }
  const name = options.name ?? naming.indexName(tableName, [column.name]);
  return Object.freeze({ name, column, using, target, options: options.options ?? {} });
}

function defaultTarget(type: CqlType): Target | undefined {
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') return undefined;
  return type.frozen ? 'full' : 'values';
}
