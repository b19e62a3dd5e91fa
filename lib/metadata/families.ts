import type { MetadataFault } from '../errors';
import { recordedArguments } from './registry';
import type { EntityClass } from './table-metadata';

/** A class among those that share one table. */
export interface Family {
  readonly root: EntityClass;
  /** The property, or the name, of the discriminator column. */
  readonly column: string;
  /** What that column holds in rows of this very class. */
  readonly value: string;
  /** Subclasses that are entities of the same table. */
  readonly descendants: readonly EntityClass[];
}

/** The family of a class; undefined for a class with a table of its own. */
export function familyOf(
  target: EntityClass,
  targets: ReadonlySet<EntityClass>,
  faults: MetadataFault[],
): Family | undefined {
  const { inheritance, child, table } = recordedArguments(target) ?? {};
  const fault = (message: string): void => void faults.push({ path: target.name, message });
  if (child === undefined) {
    if (inheritance === undefined) return undefined;
    if (table === undefined) fault('carries @TableInheritance() without @Table(). Add @Table().');
    const { column, value = target.name } = inheritance;
    return { root: target, column, value, descendants: descendantsOf(target, targets) };
  }
  const root = rootOf(target);
  const shared = root === undefined ? undefined : recordedArguments(root)?.inheritance;
  if (root === undefined || shared === undefined) {
    fault('carries @ChildEntity(), but no parent of it carries @TableInheritance(). Add it beside @Table().');
    return undefined;
  }
  if (!targets.has(root)) fault(`lives in the table of ${root.name}, which is missing in 'entities'. Add it there.`);
  if (table !== undefined) fault(`lives in the table of ${root.name}. Take out @Table(), or @ChildEntity().`);
  const { value = target.name } = child;
  return { root, column: shared.column, value, descendants: descendantsOf(target, targets) };
}

function rootOf(target: EntityClass): EntityClass | undefined {
  for (let each: unknown = Object.getPrototypeOf(target); typeof each === 'function';) {
    // An ancestor with this record is an entity class itself.
    if (recordedArguments(each)?.inheritance !== undefined) return each as EntityClass;
    each = Object.getPrototypeOf(each);
  }
  return undefined;
}

function descendantsOf(target: EntityClass, targets: ReadonlySet<EntityClass>): readonly EntityClass[] {
  return [...targets].filter(
    (each) =>
      each.prototype instanceof target &&
      recordedArguments(each)?.child !== undefined &&
      rootOf(each) === (rootOf(target) ?? target),
  );
}
