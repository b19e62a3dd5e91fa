import { quoteIdentifier } from '../types/cql-identifier';
import { optionMap, quoteString } from './cql-literal';
import { usingName } from './index-class';
import type { IndexModel } from './model';

/** `CREATE INDEX IF NOT EXISTS`; `target` is the qualified name of the table, as CQL. */
export function createIndex({ name, column, className, target: part, options }: IndexModel, target: string): string {
  const cqlName = quoteIdentifier(column);
  const on = part === undefined ? cqlName : `${part}(${cqlName})`;
  const [custom, suffix] =
    className === undefined ? ['', ''] : ['CUSTOM ', ` USING ${quoteString(usingName(className))}`];
  const withOptions = Object.keys(options).length === 0 ? '' : ` WITH OPTIONS = ${optionMap(options)}`;
  return `CREATE ${custom}INDEX IF NOT EXISTS ${quoteIdentifier(name)} ON ${target} (${on})${suffix}${withOptions}`;
}
