import { ConfigurationError } from '../errors';
import { didYouMean } from '../suggest';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';
import type { ColumnRole } from './arguments';
import type { ClusteringKeyOptions, ColumnOptions, IndexOptions, TableOptions, TypeSpec } from './options';
import { recordColumn, recordIndex, recordTable } from './record';
import type { RuntimeEntity } from './runtime-types';
import type { EntityClass } from './table-metadata';

/** A column of an entity that is made at run time. */
export interface ColumnDefinition extends Omit<ColumnOptions, 'type'>, Pick<ClusteringKeyOptions, 'order' | 'index'> {
  readonly type: TypeSpec;
  /** The column's part in the primary key; keys stand in the order of the columns unless `index` says otherwise. */
  readonly key?: 'partition' | 'clustering';
  /** An index, with its options or without. */
  readonly indexed?: boolean | IndexOptions;
  /** Any decorators of properties: rules of class-validator, `@Expose()`, `@ApiProperty()`. */
  readonly decorators?: readonly PropertyDecorator[];
}

/** What `createEntity` makes a class of. */
export interface EntityDefinition<C extends Readonly<Record<string, ColumnDefinition | TypeSpec>>> {
  /** The name of the class. */
  readonly name: string;
  /** The name of the table; by default the naming strategy makes it from the class's. */
  readonly table?: string;
  /** Columns by property: a type, or a type with options. */
  readonly columns: C;
  /** Further options of the table. */
  readonly options?: Omit<TableOptions, 'name'>;
}

type RuntimeColumn = ColumnDefinition | TypeSpec;

const NAMES = ['name', 'table', 'columns', 'options'];

/**
 * An entity class that is made at run time, where the columns are known only then. It is a class like any decorated one:
 * give it to `entities`, to `getRepository`, to `fromPlain`. The types of values follow from types that are written as
 * literals.
 *
 * @throws ConfigurationError for a wrong definition; MetadataError when the model is built, as for any entity
 * @example
 * ```ts
 * const Sensor = createEntity({
 *   name: 'Sensor',
 *   columns: {
 *     id: { type: 'uuid', key: 'partition', generated: 'uuid' },
 *     at: { type: 'timestamp', key: 'clustering', order: 'DESC' },
 *     value: { type: 'double', decorators: [IsNumber()] },
 *     tags: 'set<text>',
 *   },
 * });
 * const sensors = dataSource.getRepository(Sensor);
 * await sensors.save(sensors.create({ at: new Date(), value: 1.5, tags: new Set(['x']) }));
 * ```
 */
export function createEntity<const C extends Readonly<Record<string, ColumnDefinition | TypeSpec>>>(
  definition: EntityDefinition<C>,
): EntityClass<RuntimeEntity<C>> {
  const { name, table, columns, options } = check(definition);
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- its columns are recorded, not declared
  const { [name]: made } = { [name]: class {} };
  // It stands under this name in the object above.
  const target = made as EntityClass<RuntimeEntity<C>>;
  recordTable(target, table === undefined ? { ...options } : { ...options, name: table });
  for (const [property, given] of Object.entries(columns)) addColumn(target, property, given);
  return target;
}

function addColumn(target: EntityClass, property: string, given: RuntimeColumn): void {
  const {
    type,
    key,
    indexed,
    decorators = [],
    ...options
  }: ColumnDefinition = isDefinition(given) ? given : { type: given };
  const role: ColumnRole = key ?? 'regular';
  if (!['partition', 'clustering', 'regular'].includes(role)) {
    throw new ConfigurationError(`createEntity: ${target.name}.${property}: 'key' is 'partition' or 'clustering'.`);
  }
  recordColumn(target, property, role, type, options, undefined);
  if (indexed !== undefined && indexed !== false) recordIndex(target, [property], indexed === true ? {} : indexed);
  for (const decorate of decorators) decorate(target.prototype as object, property);
}

/** What builders return has no property `type`. */
function isDefinition(given: RuntimeColumn): given is ColumnDefinition {
  return typeof given === 'object' && 'type' in given;
}

function check<C>(definition: C): C {
  if (!isRecord(definition)) {
    throw new ConfigurationError(`createEntity takes { name, columns }, not ${describeValue(definition)}.`);
  }
  const unknown = Object.keys(definition).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(`createEntity: '${unknown}' is no part of it.${didYouMean(unknown, NAMES)}`);
  }
  const { name, columns } = definition;
  if (typeof name !== 'string' || name === '')
    throw new ConfigurationError(`createEntity: 'name' is the name of a class.`);
  if (!isRecord(columns)) throw new ConfigurationError(`createEntity: 'columns' is an object by property.`);
  for (const [property, column] of Object.entries(columns)) {
    if (typeof column === 'string' || typeof column === 'function' || isRecord(column)) continue;
    throw new ConfigurationError(
      `createEntity: ${name}.${property} is a type, or { type, … }, not ${describeValue(column)}.`,
    );
  }
  return definition;
}
