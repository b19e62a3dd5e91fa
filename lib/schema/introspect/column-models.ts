import { byName } from '../by-name';
import { canonicalType } from '../canonical-type';
import type { ColumnModel } from '../model';
import type { SchemaRow } from './schema-rows';
import { textOf } from './schema-rows';

const KINDS: ReadonlyMap<unknown, ColumnModel['kind']> = new Map([
  ['partition_key', 'partition'],
  ['clustering', 'clustering'],
  ['static', 'static'],
]);

const KEY_ORDER: readonly ColumnModel['kind'][] = ['partition', 'clustering'];

/** The columns of one table or view: keys in key order, then the others by name. */
export function columnModels(rows: readonly SchemaRow[]): ColumnModel[] {
  const keys = KEY_ORDER.flatMap((kind) =>
    rows
      .filter((row) => KINDS.get(row.kind) === kind)
      .toSorted((a, b) => Number(a.position) - Number(b.position))
      .map(columnModel),
  );
  const others = rows.map(columnModel).filter(({ kind }) => !KEY_ORDER.includes(kind));
  return [...keys, ...others.toSorted(byName)];
}

function columnModel(row: SchemaRow): ColumnModel {
  const kind = KINDS.get(row.kind) ?? 'regular';
  return {
    name: textOf(row.column_name),
    type: canonicalType(textOf(row.type)),
    kind,
    ...(kind === 'clustering' && { order: row.clustering_order === 'desc' ? 'DESC' : 'ASC' }),
  };
}
