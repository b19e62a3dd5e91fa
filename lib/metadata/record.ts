import { MetadataError } from '../errors';
import { referenceType } from '../types/builders';
import type { ClassArguments, ColumnRole, RecordedColumnOptions, HookEvent } from './arguments';
import { inferType } from './infer-type';
import type {
  ChildEntityOptions,
  IndexOptions,
  MaterializedViewOptions,
  Representation,
  TableOptions,
  TypeSpec,
  UserTypeOptions,
} from './options';
import { argumentsOf } from './registry';

/** What somebody writes for a role. */
const DECORATORS = {
  partition: '@PartitionKey',
  clustering: '@ClusteringKey',
  regular: '@Column',
} as const satisfies Record<ColumnRole, string>;

/** Decorators of other dialects can call the functions of this file too: none of them looks at decorator syntax. */

/** Records `@Table`. */
export function recordTable(target: object, options: TableOptions): void {
  argumentsOf(target).table = options;
}

/** Records `@MaterializedView`. */
export function recordView(target: object, base: () => unknown, options: MaterializedViewOptions): void {
  const { where, ...table } = options;
  const recorded = argumentsOf(target);
  recorded.table = table;
  recorded.view = { base, where };
}

/** Records `@UserType`. */
export function recordUserType(target: object, options: UserTypeOptions): void {
  argumentsOf(target).userType = options;
}

/** Records `@TableInheritance`. */
export function recordInheritance(target: object, inheritance: NonNullable<ClassArguments['inheritance']>): void {
  argumentsOf(target).inheritance = inheritance;
}

/** Records `@ChildEntity`. */
export function recordChild(target: object, child: ChildEntityOptions): void {
  argumentsOf(target).child = child;
}

/** Records a method that hears of an event. */
export function recordHook(target: object, event: HookEvent, method: string): void {
  (argumentsOf(target).hooks ??= []).push({ event, method });
}

/** Records `@EventSubscriber`. */
export function recordSubscriber(target: object): void {
  argumentsOf(target).subscriber = true;
}

/** Records an index over properties of a class. */
export function recordIndex(target: object, properties: readonly string[], options: IndexOptions): void {
  argumentsOf(target).indexes.push({ properties, options });
}

/**
 * Records a column.
 *
 * @throws MetadataError when the type is neither named nor beyond doubt.
 */
export function recordColumn(
  target: { readonly name: string },
  property: string | symbol,
  role: ColumnRole,
  type: TypeSpec | undefined,
  options: RecordedColumnOptions,
  declared: Representation | undefined,
): void {
  if (typeof property === 'symbol') {
    throw new MetadataError([{ path: target.name, message: 'a symbol cannot be a column; use a named property.' }]);
  }
  const path = `${target.name}.${property}`;
  const given = type ?? options.type ?? inferType(path, declared, DECORATORS[role]);
  argumentsOf(target).columns.push({
    property,
    role,
    type: typeof given === 'function' ? referenceType(given) : given,
    declared,
    options,
  });
}
