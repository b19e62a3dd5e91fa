import { sortedRecord } from '../by-name';
import { canonicalIndexClass } from '../index-class';
import type { IndexModel } from '../model';
import type { SchemaRow } from './schema-rows';
import { textMap, textOf } from './schema-rows';

const TARGETS: readonly NonNullable<IndexModel['target']>[] = ['keys', 'values', 'entries', 'full'];
const TARGET = /^(keys|values|entries|full)\((.+)\)$/s;

/** One index. Its target is CQL, so a column called `keys(x)` stands in quotes and is no mistake. */
export function indexModel(row: SchemaRow): IndexModel {
  const { target: stored = '', class_name: className, ...options } = textMap(row.options);
  const [, part, inner] = TARGET.exec(stored) ?? [];
  const target = TARGETS.find((each) => each === part);
  return {
    name: textOf(row.index_name),
    column: unquoteIdentifier(inner ?? stored),
    options: sortedRecord(Object.entries(options)),
    ...(target !== undefined && { target }),
    ...(className !== undefined && { className: canonicalIndexClass(className) }),
  };
}

function unquoteIdentifier(cql: string): string {
  return cql.startsWith('"') && cql.endsWith('"') && cql.length > 2 ? cql.slice(1, -1).replaceAll('""', '"') : cql;
}
