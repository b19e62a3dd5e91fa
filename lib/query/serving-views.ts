import type { TableMetadata } from '../metadata/table-metadata';
import type { Condition } from './conditions';
import { splitByKey } from './key-coverage';

/** Views of the same rows, or the table beneath a view, whose key serves the conditions. */
export function servingViews(table: TableMetadata, conditions: readonly Condition[]): readonly TableMetadata[] {
  const base = table.view?.base() ?? table;
  const family = [base, ...(base.views ?? [])].filter(({ tableName }) => tableName !== table.tableName);
  return family.filter((other) => {
    const translated = conditions.flatMap((condition) => translate(other, condition));
    if (translated.length < conditions.length) return false;
    const { partition, rest } = splitByKey(other, translated);
    return partition && rest.length === 0;
  });
}

/** The same condition on the column of that name of another table. */
function translate(table: TableMetadata, condition: Condition): readonly Condition[] {
  const column = table.columns.find(({ name }) => name === condition.column.name);
  return column === undefined || condition.tuple !== undefined ? [] : [{ ...condition, column }];
}
