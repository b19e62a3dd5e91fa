import { indexKind } from '../../metadata/index-kind';
import type { NamingStrategy } from '../../metadata/naming-strategy';
import type { IndexUsing } from '../../metadata/options';
import { unfitForIndex } from '../../metadata/unfit-for-index';
import type { CqlType } from '../../types/cql-type';
import { formatCqlType } from '../../types/format-cql-type';
import type { ColumnModel, IndexModel } from '../model';
import type { Unreadable } from './catalog';
import type { Imports } from './imports';
import type { CodeStyle, Expression } from './literal';
import { call, objectLiteral, stringLiteral } from './literal';
import { optionMapExpression } from './table-options';

/** The decorator of an index, or why there is none. */
export function pullIndex(
  { name, className, target, options: given }: IndexModel,
  table: string,
  column: ColumnModel,
  type: CqlType,
  imports: Imports,
  naming: NamingStrategy,
  style: CodeStyle,
): Expression | Unreadable {
  // A class of the server's, whose name has dots unless it is one of Cassandra's own.
  const using = className === undefined ? 'legacy' : indexKind(className as IndexUsing);
  const reason = unfitForIndex({ type, kind: column.kind, cqlType: formatCqlType(type) }, using, target, given);
  if (reason !== undefined) return { reason };
  const options: Record<string, Expression> = {};
  if (naming.indexName(table, [column.name]) !== name) options.name = stringLiteral(name, style);
  if (using !== 'sai') options.using = stringLiteral(using, style);
  if (target !== undefined && target !== 'values' && target !== 'full') options.target = stringLiteral(target, style);
  if (Object.keys(given).length > 0) options.options = optionMapExpression(given, style);
  const args = Object.keys(options).length === 0 ? [] : [objectLiteral(options, style)];
  return call(`@${imports.use('Index')}`, ...args);
}
