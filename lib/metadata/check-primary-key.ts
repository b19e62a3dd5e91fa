import type { MetadataFault } from '../errors';
import { isPrimaryKey } from './primary-key';
import type { ColumnMetadata, TableMetadata } from './table-metadata';

/** Compares the static `keys` of a class, where there is one, with its decorators; each difference is a fault. */
export function checkPrimaryKey(table: TableMetadata, faults: MetadataFault[]): void {
  const keys: unknown = Reflect.get(table.target, 'keys');
  // A static of that name may be the user's own.
  if (!isPrimaryKey(keys)) return;
  const fault = (message: string): void => void faults.push({ path: `${table.name}.keys`, message });
  checkOrder('partition key', '@PartitionKey()', keys.partition, table.partitionKey, fault);
  checkOrder('clustering key', '@ClusteringKey()', keys.clustering, table.clusteringKey, fault);
  // A parent's keys cannot know what its children add.
  const isOwn = Object.hasOwn(table.target, 'keys');
  // The table of a parent has what its children declare, which their own keys list.
  const mine = ({ property }: ColumnMetadata): boolean => table.inheritance?.properties.has(property) ?? true;
  const indexed = table.indexes.map(({ column }) => column).filter(mine);
  const statics = table.columns.filter(({ kind }) => kind === 'static').filter(mine);
  checkListed('indexed', '@Index()', keys.indexed, indexed, isOwn, fault);
  checkListed('static', '@StaticColumn()', keys.static, statics, isOwn, fault);
}

function checkOrder(
  what: string,
  decorator: string,
  said: readonly string[],
  columns: readonly ColumnMetadata[],
  fault: (message: string) => void,
): void {
  const declared = columns.map(({ property }) => property);
  if (declared.length === said.length && declared.every((property, index) => property === said[index])) return;
  const list = (properties: readonly string[]): string =>
    properties.length === 0 ? 'empty' : `[${properties.map((property) => `'${property}'`).join(', ')}]`;
  const literal = declared.length === 0 ? '[]' : list(declared);
  fault(
    `says the ${what} is ${list(said)}, but by ${decorator} it is ${list(declared)}. ` +
      `Write ${literal} in primaryKey(), or change the decorators.`,
  );
}

function checkListed(
  option: string,
  decorator: string,
  said: readonly string[],
  columns: readonly ColumnMetadata[],
  isComplete: boolean,
  fault: (message: string) => void,
): void {
  const declared = new Set(columns.map(({ property }) => property));
  for (const property of said) {
    if (declared.has(property)) continue;
    fault(`lists '${property}' in '${option}', but it has no ${decorator}. Add it, or take the name out of the list.`);
  }
  if (!isComplete) return;
  for (const property of declared) {
    if (said.includes(property)) continue;
    fault(`leaves out '${property}', which has ${decorator}. Add it: { ${option}: ['${property}', …] }.`);
  }
}
