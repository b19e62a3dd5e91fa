import type { NamingStrategy } from '../../metadata/naming-strategy';
import { quoteIdentifier } from '../../types/cql-identifier';
import type { CqlType } from '../../types/cql-type';
import type { ColumnModel, TableModel, ViewModel } from '../model';
import type { Catalog } from './catalog';
import { isUnreadable } from './catalog';
import type { ClassPlace, Imports } from './imports';
import type { CallExpression, CodeStyle, Expression, ObjectLiteral } from './literal';
import { arrayLiteral, call, objectLiteral, stringLiteral } from './literal';
import { propertyName } from './names';
import type { PulledClass } from './print-class';
import { pullColumn } from './pull-column';
import { pullIndex } from './pull-index';
import { splitWhere } from './split-where';
import { tableOptionEntries } from './table-options';

/** What every class of a keyspace is made with. */
export interface PullContext {
  readonly catalog: Catalog;
  readonly naming: NamingStrategy;
  readonly style: CodeStyle;
  /** Written into the decorators; undefined leaves it to the data source. */
  readonly keyspace: string | undefined;
  /** Tells of something that is left out: of which column or index, and why. */
  readonly leaveOut: (part: string, reason: string) => void;
}

/** The class of a table. */
export function pullTable(
  table: TableModel,
  place: ClassPlace,
  imports: Imports,
  context: PullContext,
): Omit<PulledClass, 'notes'> {
  const { style, naming, keyspace } = context;
  const options: Record<string, Expression> = {
    ...(keyspace === undefined ? {} : { keyspace: stringLiteral(keyspace, style) }),
    ...tableOptionEntries(table.options, style),
  };
  const named = naming.tableName(place.className) === table.name ? [] : [stringLiteral(table.name, style)];
  const rest = Object.keys(options).length === 0 ? [] : [objectLiteral(options, style)];
  return {
    name: place.className,
    decorator: call(`@${imports.use('Table')}`, ...named, ...rest),
    ...pullColumns(table, place, imports, context),
  };
}

/** The class of a materialized view. */
export function pullView(
  view: ViewModel,
  place: ClassPlace,
  base: ClassPlace,
  imports: Imports,
  context: PullContext,
): Omit<PulledClass, 'notes'> {
  const { style, naming } = context;
  const isNamed = naming.tableName(place.className) !== view.name;
  const where = furtherCondition(view);
  const options: Record<string, Expression> = {
    ...(isNamed ? { name: stringLiteral(view.name, style) } : {}),
    ...(where === '' ? {} : { where: stringLiteral(where, style) }),
    ...tableOptionEntries(view.options, style),
  };
  const rest = Object.keys(options).length === 0 ? [] : [objectLiteral(options, style)];
  const reference = `() => ${imports.useClass(base)}`;
  return {
    name: place.className,
    decorator: call(`@${imports.use('MaterializedView')}`, reference, ...rest),
    ...pullColumns({ ...view, indexes: [] }, place, imports, context),
  };
}

/** What a view asks for beyond that no column of its key is null. */
function furtherCondition({ where, columns }: ViewModel): string {
  const implied = new Set(
    columns
      .filter(({ kind }) => kind === 'partition' || kind === 'clustering')
      .map(({ name }) => `${quoteIdentifier(name)} IS NOT NULL`),
  );
  const further = splitWhere(where).filter((part) => !implied.has(part));
  return further.join(' AND ');
}

interface Placed {
  readonly column: ColumnModel;
  readonly type: CqlType;
  readonly property: string;
  readonly indexes: readonly Expression[];
}

function pullColumns(
  { name, columns, indexes }: Pick<TableModel, 'name' | 'columns' | 'indexes'>,
  { className }: ClassPlace,
  imports: Imports,
  { catalog, naming, style, leaveOut }: PullContext,
): Pick<PulledClass, 'keys' | 'properties'> {
  const used = new Set<string>();
  for (const index of indexes) {
    if (columns.some((column) => column.name === index.column)) continue;
    leaveOut(`the index ${index.name}`, `it is on ${JSON.stringify(index.column)}, which is no column of the table`);
  }
  const placed = columns.flatMap((column): Placed[] => {
    const type = catalog.read(column);
    const own = indexes.filter((index) => index.column === column.name);
    if (isUnreadable(type)) {
      leaveOut(column.name, type.reason);
      for (const index of own) leaveOut(`the index ${index.name}`, 'its column is left out');
      return [];
    }
    const decorators = own.flatMap((index): Expression[] => {
      const decorator = pullIndex(index, name, column, type, imports, naming, style);
      if (typeof decorator === 'string' || !('reason' in decorator)) return [decorator];
      leaveOut(`the index ${index.name}`, decorator.reason);
      return [];
    });
    return [{ column, type, property: propertyName(column.name, used), indexes: decorators }];
  });
  const properties = placed.map(({ column, type, property, indexes: own }) =>
    pullColumn(column, type, property, own, imports, naming, style),
  );
  return { keys: keysExpression(className, placed, imports, style), properties };
}

function keysExpression(
  className: string,
  placed: readonly Placed[],
  imports: Imports,
  style: CodeStyle,
): CallExpression {
  const list = (fits: (placed: Placed) => boolean): Expression[] =>
    placed.filter(fits).map(({ property }) => stringLiteral(property, style));
  const ofKind = (wanted: ColumnModel['kind']): Expression[] => list(({ column }) => column.kind === wanted);
  const indexed = list(({ indexes }) => indexes.length > 0);
  const statics = ofKind('static');
  const options: ObjectLiteral = objectLiteral(
    {
      ...(indexed.length === 0 ? {} : { indexed: arrayLiteral(indexed) }),
      ...(statics.length === 0 ? {} : { static: arrayLiteral(statics) }),
    },
    style,
  );
  const clustering = ofKind('clustering');
  const args: Expression[] = [arrayLiteral(ofKind('partition'))];
  if (clustering.length > 0 || options.entries.length > 0) args.push(arrayLiteral(clustering));
  if (options.entries.length > 0) args.push(options);
  return call(`${imports.use('primaryKey')}<${className}>()`, ...args);
}
