import type { MetadataFault } from '../errors';
import type { Family } from './families';
import type { EntityClass, TableMetadata } from './table-metadata';

/** Tells each table of a family which kinds its rows may be; what cannot share one table is a fault. */
export function joinFamilies(
  families: ReadonlyMap<EntityClass, Family>,
  tables: ReadonlyMap<EntityClass, TableMetadata>,
  faults: MetadataFault[],
): void {
  for (const [target, { root, descendants }] of families) {
    const table = tables.get(target);
    const shared = tables.get(root);
    if (table?.inheritance === undefined || shared === undefined) continue;
    // Filled here and nowhere else: the tables that it holds must exist first.
    const kinds = table.inheritance.kinds as Map<string, TableMetadata>;
    for (const kind of [table, ...descendants.map((each) => tables.get(each))]) {
      if (kind?.inheritance === undefined) continue;
      const { value } = kind.inheritance;
      const other = kinds.get(value);
      if (other !== undefined && target === root) {
        const message = `has the same value '${value}' in the discriminator as ${other.name}. Give one of them another.`;
        faults.push({ path: kind.name, message });
      }
      kinds.set(value, kind);
    }
    if (target !== root) checkChild(table, shared, faults);
  }
}

function checkChild(table: TableMetadata, shared: TableMetadata, faults: MetadataFault[]): void {
  for (const column of table.columns) {
    const there = shared.byProperty.get(column.property);
    const isKey = column.kind === 'partition' || column.kind === 'clustering';
    if (isKey && there?.kind !== column.kind) {
      const message = `is a key column, but the key is that of ${shared.name}, whose table ${table.name} lives in.`;
      faults.push({ path: column.path, message });
    } else if (there !== undefined && (there.name !== column.name || there.cqlType !== column.cqlType)) {
      const message =
        `is the column ${column.name} of type ${column.cqlType}, but ${there.path} makes it ${there.name} of type ` +
        `${there.cqlType} in the table that both live in. Make them equal, or name one of them differently.`;
      faults.push({ path: column.path, message });
    }
  }
}
