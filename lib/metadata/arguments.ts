import type { CqlType } from '../types/cql-type';
import type {
  ChildEntityOptions,
  ClusteringKeyOptions,
  ColumnOptions,
  IndexOptions,
  Representation,
  TableOptions,
  UserTypeOptions,
} from './options';

/** The part that a column plays in its table. */
export type ColumnRole = 'partition' | 'clustering' | 'regular';

/** What caspy itself keeps up to date in a column. */
export type AutomaticValue = 'version' | 'createDate' | 'updateDate';

/** Options of any column, with what the decorators themselves say. */
export type RecordedColumnOptions = ColumnOptions & ClusteringKeyOptions & { readonly automatic?: AutomaticValue };

/** What one decorator on a property recorded. */
export interface ColumnArguments {
  readonly property: string;
  readonly role: ColumnRole;
  /** CQL text, or a type whose classes are looked up when the model is built. */
  readonly type: string | CqlType;
  /** `design:type` of the property; undefined where the compiler emits none. */
  readonly declared: Representation | undefined;
  readonly options: RecordedColumnOptions;
}

/** What one `@Index` recorded. */
export interface IndexArguments {
  readonly properties: readonly string[];
  readonly options: IndexOptions;
}

/** What a hook or a subscriber hears of. */
export type HookEvent =
  'beforeInsert' | 'afterInsert' | 'beforeUpdate' | 'afterUpdate' | 'beforeRemove' | 'afterRemove' | 'afterLoad';

/** What one hook decorator recorded. */
export interface HookArguments {
  readonly event: HookEvent;
  readonly method: string;
}

/** What `@MaterializedView` recorded, beside the options of a table. */
export interface ViewArguments {
  readonly base: () => unknown;
  readonly where: string | undefined;
}

/** Everything that decorators recorded on one class. */
export interface ClassArguments {
  table: TableOptions | undefined;
  userType: UserTypeOptions | undefined;
  inheritance?: { readonly column: string; readonly value: string | undefined };
  child?: ChildEntityOptions;
  view?: ViewArguments;
  readonly columns: ColumnArguments[];
  readonly indexes: IndexArguments[];
  hooks?: HookArguments[];
  /** The class carries `@EventSubscriber`. */
  subscriber?: boolean;
}
