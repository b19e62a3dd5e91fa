import type {
  ClusteringKeyOptions,
  ColumnOptions,
  IndexOptions,
  Representation,
  TableOptions,
  TypeSpec,
} from './options';

/** The part that a column plays in its table. */
export type ColumnRole = 'partition' | 'clustering' | 'regular';

/** What one decorator on a property recorded. */
export interface ColumnArguments {
  readonly property: string;
  readonly role: ColumnRole;
  readonly type: TypeSpec;
  /** `design:type` of the property; undefined where the compiler emits none. */
  readonly declared: Representation | undefined;
  readonly options: ColumnOptions & ClusteringKeyOptions;
}

/** What one `@Index` recorded. */
export interface IndexArguments {
  readonly properties: readonly string[];
  readonly options: IndexOptions;
}

/** Everything that decorators recorded on one class. */
export interface ClassArguments {
  table: TableOptions | undefined;
  readonly columns: ColumnArguments[];
  readonly indexes: IndexArguments[];
}
