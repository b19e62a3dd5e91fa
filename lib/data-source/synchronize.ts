import { ConfigurationError } from '../errors';
import type { TableMetadata } from '../metadata/table-metadata';
import { requireOptions } from '../repository/require-options';
import type { Replication } from '../schema/create-keyspace';
import { modelOf } from '../schema/entity-model';
import type { SchemaClient } from '../schema/schema-client';
import type { SynchronizeControl, SynchronizeOptions, SyncResult } from '../schema/synchronize-schema';
import { synchronizeSchema } from '../schema/synchronize-schema';
import { refuseDrift, verifySchema } from '../schema/verify-schema';
import type { Health } from '../session/pool-state';
import { didYouMean } from '../suggest';
import type { UserTypeMetadata } from '../types/user-type';
import type { DataSourceOptions } from './options';
import { requireKeyspaces } from './require-keyspaces';

/** What schema work needs to know of a data source. */
export interface SchemaContext extends SynchronizeControl {
  readonly client: SchemaClient;
  readonly tables: readonly TableMetadata[];
  /** User-defined types of the entities that no table uses. */
  readonly unusedTypes: readonly UserTypeMetadata[];
  /** The current keyspace. */
  readonly keyspace: string | undefined;
  readonly options: Pick<DataSourceOptions, 'replication' | 'localDataCenter' | 'synchronize'>;
  readonly health: () => Promise<Pick<Health, 'hosts'>>;
}

/** Copies of a row when nobody says how many. */
const DEFAULT_REPLICAS = 3;

const OPTIONS = ['dryRun', 'allowDestructive', 'ignore', 'wait'];

/** What `initialize()` does about the schema: nothing but look for the keyspaces, compare, or synchronize. */
export async function prepareSchema(context: SchemaContext): Promise<void> {
  const { client, tables, unusedTypes, keyspace, options } = context;
  if (options.synchronize === true) {
    // What was not allowed may be needed all the same, and a program should not start without it.
    refuseDrift((await synchronizeEntities(context)).skipped);
    return;
  }
  const keyspaces = [keyspace, ...tables.map((table) => table.keyspace)];
  await requireKeyspaces(
    client,
    keyspaces.filter((name) => name !== undefined),
  );
  if (options.synchronize === 'verify') await verifySchema(client, modelOf(tables, keyspace, unusedTypes));
}

/** Makes the server what the entities want, as far as that is allowed. @throws ConfigurationError for wrong options. */
export function synchronizeEntities(context: SchemaContext, options: SynchronizeOptions = {}): Promise<SyncResult> {
  checkOptions('synchronize', options);
  const wanted = modelOf(context.tables, context.keyspace, context.unusedTypes);
  const { signal, accept } = context;
  const replication = (): Promise<Replication> => replicationOf(context);
  return synchronizeSchema(context.client, wanted, { ...options, signal, accept, replication });
}

/** The same for the table of one entity and the types in it; other tables of the keyspace are not looked at. */
export function synchronizeTable(
  context: SchemaContext,
  table: TableMetadata,
  keyspace: string,
  options: SynchronizeOptions = {},
): Promise<SyncResult> {
  checkOptions(`${table.name}.syncTable`, options);
  const wanted = modelOf([inKeyspace(ownerOf(table, context.tables), keyspace)], keyspace);
  return synchronizeSchema(context.client, wanted, {
    ...options,
    ignore: [/.*/s],
    replication: () => replicationOf(context),
  });
}

/** The table of a child is its parent's, which has all columns. */
function ownerOf(table: TableMetadata, tables: readonly TableMetadata[]): TableMetadata {
  if (table.inheritance === undefined || table.inheritance.isRoot) return table;
  const isOwner = ({ inheritance }: TableMetadata): boolean =>
    inheritance?.isRoot === true && [...inheritance.kinds.values()].some(({ target }) => target === table.target);
  return tables.find(isOwner) ?? table;
}

/** Views live where their base does. */
function inKeyspace(table: TableMetadata, keyspace: string): TableMetadata {
  const { view } = table;
  if (view === undefined) return { ...table, keyspace };
  return { ...table, keyspace, view: { ...view, base: () => ({ ...view.base(), keyspace }) } };
}

type Form = readonly [fits: (value: unknown) => boolean, form: string];

const FLAG: Form = [(value) => typeof value === 'boolean', 'true or false'];
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['ignore', [isIgnoreList, 'a list of names and regular expressions']],
  ['wait', [(value) => typeof value === 'number' && value >= 0, 'a number of milliseconds']],
]);

/** An unknown option would be a dry run that is none. */
function checkOptions(method: string, options: SynchronizeOptions): void {
  requireOptions(method, options);
  for (const [name, value] of Object.entries(options)) {
    if (!OPTIONS.includes(name)) {
      throw new ConfigurationError(`${method}: '${name}' is no option of it.${didYouMean(name, OPTIONS)}`);
    }
    if (value === undefined) continue;
    const [fits, form] = FORMS.get(name) ?? FLAG;
    if (!fits(value)) throw new ConfigurationError(`${method}: '${name}' is ${form}.`);
  }
}

function isIgnoreList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' || each instanceof RegExp);
}

async function replicationOf({ options, health }: SchemaContext): Promise<Replication> {
  if (options.replication !== undefined) return options.replication;
  const { hosts } = await health();
  const local = options.localDataCenter ?? hosts[0]?.datacenter ?? 'datacenter1';
  const nodes = hosts.filter(({ datacenter }) => datacenter === local).length;
  return { class: 'NetworkTopologyStrategy', [local]: Math.min(DEFAULT_REPLICAS, Math.max(1, nodes)) };
}
