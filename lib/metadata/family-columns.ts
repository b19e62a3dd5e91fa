import type { MetadataFault } from '../errors';
import type { ColumnArguments, IndexArguments } from './arguments';
import type { Family } from './families';
import { inheritedArguments } from './inherited-arguments';
import type { ColumnMetadata } from './table-metadata';

/** What a class records, with the discriminator where no property declares it. */
export function withDiscriminator(
  columns: readonly ColumnArguments[],
  family: Family | undefined,
): readonly ColumnArguments[] {
  if (family === undefined || columns.some(({ property }) => property === family.column)) return columns;
  return [...columns, { property: family.column, role: 'regular', type: 'text', declared: String, options: {} }];
}

/** What the children of a class add to its table: their columns by the class that declares them, and their indexes. */
export function childArguments(
  family: Family | undefined,
  own: readonly ColumnArguments[],
  ownIndexes: readonly IndexArguments[],
): { columns: readonly (readonly [string, ColumnArguments])[]; indexes: readonly IndexArguments[] } {
  const known = new Set(own.map(({ property }) => property));
  const indexes = new Set(ownIndexes);
  const columns: (readonly [string, ColumnArguments])[] = [];
  for (const child of family?.descendants ?? []) {
    // The child tells its faults itself.
    const recorded = inheritedArguments(child, []);
    for (const column of recorded.columns) {
      if (known.has(column.property) || column.role !== 'regular') continue;
      known.add(column.property);
      columns.push([child.name, column]);
    }
    for (const index of recorded.indexes) indexes.add(index);
  }
  return { columns, indexes: [...indexes].filter((index) => !ownIndexes.includes(index)) };
}

/** The discriminator fills itself with the value of the class, and is always read. */
export function asDiscriminator(column: ColumnMetadata, { value }: Family, faults: MetadataFault[]): ColumnMetadata {
  if ((column.cqlType !== 'text' && column.cqlType !== 'ascii') || column.transformer !== undefined) {
    const message = 'is the discriminator of @TableInheritance(), which is a text column without a transformer.';
    faults.push({ path: column.path, message });
  }
  return Object.freeze({ ...column, selected: true, initial: () => value });
}
