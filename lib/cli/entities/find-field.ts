import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { didYouMean } from '../../suggest';
import { usageError } from '../cli-error';

/** The column of a name: its property or its name in Cassandra, in whatever case, as long as only one fits. */
export function findField({ columns }: TableMetadata, name: string): ColumnMetadata | undefined {
  const exact = columns.find((column) => column.property === name) ?? columns.find((column) => column.name === name);
  if (exact !== undefined) return exact;
  const word = name.toLowerCase();
  const alike = columns.filter(
    (column) => column.property.toLowerCase() === word || column.name.toLowerCase() === word,
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** @throws CliError when there is none, with the nearest name. */
export function requireField(table: TableMetadata, name: string): ColumnMetadata {
  const column = findField(table, name);
  if (column !== undefined) return column;
  const names = table.columns.flatMap(({ property, name: stored }) => [property, stored]);
  throw usageError(
    `${table.name} has no column '${name}'.${didYouMean(name, names)}`,
    `It has ${table.columns.map(({ property }) => property).join(', ')}.`,
  );
}
