import type { ColumnModel, KeyspaceModel, TableModel, TypeModel, ViewModel } from '../../../../lib/schema/model';

/** `id uuid` as a partition key, `at timestamp DESC` as a clustering key, `name text static`, `body text`. */
export function column(text: string, kind: ColumnModel['kind'] = 'regular', order?: 'ASC' | 'DESC'): ColumnModel {
  const [name = '', ...type] = text.split(' ');
  return { name, type: type.join(' '), kind, ...(kind === 'clustering' ? { order: order ?? 'ASC' } : {}) };
}

export function table(name: string, columns: readonly ColumnModel[], more: Partial<TableModel> = {}): TableModel {
  return { name, columns, indexes: [], options: {}, dropped: [], ...more };
}

export function view(
  name: string,
  base: string,
  columns: readonly ColumnModel[],
  more: Partial<ViewModel> = {},
): ViewModel {
  const key = columns.filter(({ kind }) => kind === 'partition' || kind === 'clustering');
  const where = key.map((each) => `${each.name} IS NOT NULL`).join(' AND ');
  return { name, base, columns, where, options: {}, ...more };
}

export function userType(name: string, ...fields: readonly string[]): TypeModel {
  return { name, fields: fields.map((field) => column(field)).map((each) => ({ name: each.name, type: each.type })) };
}

export function keyspace(parts: Partial<KeyspaceModel>): KeyspaceModel {
  return { name: 'shop', types: [], tables: [], views: [], ...parts };
}
