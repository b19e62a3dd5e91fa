import type { MetadataFault } from '../errors';
import type { ColumnArguments, IndexArguments } from './arguments';
import { recordedArguments } from './registry';

/** A class has the columns and indexes of its parents, outermost first; a property declared again replaces them. */
export function inheritedArguments(
  target: { readonly name: string },
  faults: MetadataFault[],
): { columns: readonly ColumnArguments[]; indexes: readonly IndexArguments[] } {
  const chain: object[] = [];
  // The prototype of a class is its parent, and ends at Function.prototype, which has no record.
  for (let ancestor: unknown = target; typeof ancestor === 'function'; ancestor = Object.getPrototypeOf(ancestor)) {
    chain.unshift(ancestor);
  }
  const columns = new Map<string, ColumnArguments>();
  let indexes: readonly IndexArguments[] = [];
  for (const ancestor of chain) {
    const recorded = recordedArguments(ancestor);
    if (recorded === undefined) continue;
    const own = new Set<string>();
    for (const column of recorded.columns) {
      if (own.has(column.property)) {
        const path = `${target.name}.${column.property}`;
        faults.push({ path, message: 'carries two column decorators; keep one.' });
      }
      own.add(column.property);
      columns.set(column.property, column);
    }
    const kept = indexes.filter(({ properties }) => !properties.some((property) => own.has(property)));
    indexes = [...kept, ...recorded.indexes];
  }
  return { columns: [...columns.values()], indexes };
}
