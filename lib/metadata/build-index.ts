import type { MetadataFault } from '../errors';
import { didYouMean } from '../suggest';
import type { CqlType } from '../types/cql-type';
import type { IndexArguments } from './arguments';
import type { NamingStrategy } from './naming-strategy';
import type { IndexOptions } from './options';
import type { ColumnMetadata, IndexMetadata } from './table-metadata';

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
  const using = options.using ?? 'sai';
  const target = options.target ?? defaultTarget(column.type);
  const reason = unfit(column, using, target);
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

function unfit(column: ColumnMetadata, using: string, target: Target | undefined): string | undefined {
  const { type } = column;
  if (using !== 'sai' && using !== 'legacy') return `an index is using: 'sai' or 'legacy'.`;
  if (target !== undefined && type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') {
    return `an index has a 'target' on collections only, and this is ${column.cqlType}.`;
  }
  if ((target === 'keys' || target === 'entries') && type.kind !== 'map') {
    return `an index on '${target}' needs a map, and this is ${column.cqlType}.`;
  }
  if (target !== undefined && 'frozen' in type && type.frozen !== (target === 'full')) {
    return type.frozen
      ? `an index on a frozen collection has target 'full', not '${target}'.`
      : `an index with target 'full' needs a frozen collection.`;
  }
  if (type.kind === 'scalar' && (type.name === 'counter' || type.name === 'duration')) {
    return `Cassandra has no index on a ${type.name}.`;
  }
  return undefined;
}
