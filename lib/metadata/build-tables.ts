import { MetadataError } from '../errors';
import type { MetadataFault } from '../errors';
import type { UserTypeMetadata } from '../types/user-type';
import { buildTable } from './build-table';
import type { Family } from './families';
import { familyOf } from './families';
import { joinFamilies } from './join-families';
import { linkViews } from './link-views';
import type { NamingStrategy } from './naming-strategy';
import { snakeCaseNaming } from './naming-strategy';
import { isUserTypeClass } from './registry';
import type { EntityClass, TableMetadata } from './table-metadata';
import { UserTypes } from './user-types';
import { userTypesOf } from './user-types-of';

/** What a list of classes comes to. */
export interface EntityModel {
  readonly tables: ReadonlyMap<EntityClass, TableMetadata>;
  /** The user-defined types among the classes that no table uses. */
  readonly unusedTypes: readonly UserTypeMetadata[];
}

/**
 * The metadata of all entity classes, keyed by class.
 *
 * @throws MetadataError with every fault of every class, when there is any.
 */
export function buildTables(
  targets: Iterable<EntityClass>,
  naming: Partial<NamingStrategy> = {},
): ReadonlyMap<EntityClass, TableMetadata> {
  return buildModel(targets, naming).tables;
}

/** The same, with the user-defined types that stand beside the tables. */
export function buildModel(targets: Iterable<EntityClass>, naming: Partial<NamingStrategy> = {}): EntityModel {
  const strategy: NamingStrategy = { ...snakeCaseNaming, ...naming };
  const faults: MetadataFault[] = [];
  const userTypes = new UserTypes(strategy, faults);
  const tables = new Map<EntityClass, TableMetadata>();
  const owners = new Map<string, string>();
  const indexOwners = new Map<string, string>();
  const typeOwners = new Map<string, UserTypeMetadata>();
  const all = new Set(targets);
  const families = new Map<EntityClass, Family>();
  const given: UserTypeMetadata[] = [];
  for (const target of all) {
    // A type may be given beside its tables, as one would expect.
    if (isUserTypeClass(target)) {
      const defined = userTypes.define(target, target.name);
      if (defined !== undefined) given.push(defined);
      continue;
    }
    const family = familyOf(target, all, faults);
    if (family !== undefined) families.set(target, family);
    const table = buildTable(target, strategy, userTypes, faults, family);
    if (table === undefined) continue;
    tables.set(target, table);
    // The table is the parent's.
    if (table.inheritance?.isRoot === false) continue;
    const address = `${table.keyspace ?? ''}.${table.tableName}`;
    const owner = owners.get(address);
    if (owner !== undefined) {
      const message = `has the same table '${table.tableName}' as ${owner}. Name one of them: @Table('other_name').`;
      faults.push({ path: table.name, message });
    }
    owners.set(address, table.name);
    checkIndexNames(table, indexOwners, faults);
    checkUserTypes(table, typeOwners, faults);
  }
  joinFamilies(families, tables, faults);
  linkViews(tables, faults);
  const unusedTypes = withoutTables(given, tables.values(), faults);
  if (faults.length > 0) throw new MetadataError(distinct(faults));
  return { tables, unusedTypes };
}

/** A child and its parent may find the same fault. */
function distinct(faults: readonly MetadataFault[]): readonly MetadataFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify([fault.path, fault.message]), fault])).values()];
}

/** The names of indexes are unique in a keyspace; `IF NOT EXISTS` would leave out the second one without a word. */
function checkIndexNames(
  { keyspace = '', indexes }: TableMetadata,
  owners: Map<string, string>,
  faults: MetadataFault[],
): void {
  for (const { name, column } of indexes) {
    const address = `${keyspace}.${name}`;
    const owner = owners.get(address);
    if (owner !== undefined) {
      const message = `has an index with the same name as ${owner}: '${name}'. Give one of them { name }.`;
      faults.push({ path: column.path, message });
    }
    owners.set(address, column.path);
  }
}

/** Cassandra looks types up in the keyspace of the table alone, and each name is there once. */
function checkUserTypes(table: TableMetadata, owners: Map<string, UserTypeMetadata>, faults: MetadataFault[]): void {
  for (const userType of userTypesOf(table)) {
    if (table.keyspace !== undefined && userType.keyspace !== undefined && table.keyspace !== userType.keyspace) {
      const message =
        `uses the type ${userType.name} of keyspace '${userType.keyspace}', but is in '${table.keyspace}'. ` +
        'Cassandra shares no types between keyspaces.';
      faults.push({ path: table.name, message });
    }
    const address = `${table.keyspace ?? userType.keyspace ?? ''}.${userType.typeName}`;
    const owner = owners.get(address);
    owners.set(address, userType);
    if (owner === undefined || owner === userType) continue;
    const message = `has the same type name '${userType.typeName}' as ${owner.name}. Name one of them: @UserType('other').`;
    faults.push({ path: userType.name, message });
  }
}

/** Those types that no table uses. Where a table uses another class of the same name, that one is the type. */
function withoutTables(
  given: readonly UserTypeMetadata[],
  tables: Iterable<TableMetadata>,
  faults: MetadataFault[],
): UserTypeMetadata[] {
  const taken = new Set([...tables].flatMap(userTypesOf).map(({ typeName }) => typeName));
  const unused = given.filter(({ typeName }) => !taken.has(typeName));
  const owners = new Map<string, UserTypeMetadata>();
  for (const userType of unused) {
    const address = `${userType.keyspace ?? ''}.${userType.typeName}`;
    const owner = owners.get(address);
    owners.set(address, userType);
    if (owner === undefined) continue;
    const message = `has the same type name '${userType.typeName}' as ${owner.name}. Name one of them: @UserType('other').`;
    faults.push({ path: userType.name, message });
  }
  return unused;
}
