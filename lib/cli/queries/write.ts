import type { ColumnMetadata, TableMetadata } from '../../metadata/table-metadata';
import { isOperator } from '../../query/operators';
import type { Key } from '../../query/where';
import type { WriteOptions, WriteResult } from '../../repository/options';
import type { Repository } from '../../repository/repository';
import { CliError, usageError } from '../cli-error';
import type { QueryArgs } from '../commands/query-options';
import { readFilters } from '../filters/read-filters';
import { readSets, type Settings } from '../filters/read-sets';
import type { AnyRow } from './query-run';
import { readConsistency } from './read-options';

/** A write as the command line asks for it, resolved to columns and values. */
export interface WriteRequest {
  readonly action: 'insert' | 'update';
  readonly table: TableMetadata;
  /** The row; of an insert with the values that the entity itself makes. */
  readonly values: Settings;
  /** The key of an update. */
  readonly key: Settings;
  /** `--if-not-exists` or `--if-exists` */
  readonly isConditional: boolean;
  readonly options: WriteOptions;
}

/** Reads and checks what needs no connection. @throws CliError, ValidationError */
export function readWrite(table: TableMetadata, action: 'insert' | 'update', args: QueryArgs): WriteRequest {
  const sets = args.set ?? [];
  if (sets.length === 0) throw usageError(`${action} needs values.`, 'Give them by --set field=value.');
  const values = readSets(table, sets);
  const consistency = readConsistency(args.consistency);
  const options = {
    ...(args.ttl === undefined ? {} : { ttl: args.ttl }),
    ...(consistency === undefined ? {} : { consistency }),
    ...(args.trace === true ? { tracing: true } : {}),
  };
  if (action === 'insert') {
    const isConditional = args['if-not-exists'] === true;
    return { action, table, values: { ...generated(table, values), ...values }, key: {}, isConditional, options };
  }
  const key = readKey(table, values, args.filter ?? []);
  return { action, table, values, key, isConditional: args['if-exists'] === true, options };
}

/** What the entity makes by itself, made here so that it can be shown. */
function generated({ columns }: TableMetadata, values: Settings): Settings {
  const made = columns.filter(
    ({ property, initial, automatic }) => !(property in values) && initial !== undefined && automatic === undefined,
  );
  return Object.fromEntries(made.map(({ property, initial }) => [property, initial?.()]));
}

function readKey(table: TableMetadata, values: Settings, filters: readonly string[]): Settings {
  const isStatic = Object.keys(values).every((property) => table.byProperty.get(property)?.kind === 'static');
  const columns = isStatic ? table.partitionKey : table.primaryKey;
  const key: Settings = Object.fromEntries(readFilters(table, filters).flatMap((where) => Object.entries(where)));
  const isKey = (property: string): boolean => columns.some((column) => column.property === property);
  const stray = Object.keys(key).find((property) => !isKey(property) || isOperator(key[property]));
  const missing = columns.find(({ property }) => !(property in key));
  if (stray === undefined && missing === undefined) return key;
  const reason =
    stray === undefined
      ? `${missing?.path ?? ''} is missing`
      : `${table.name}.${stray} is ${isKey(stray) ? 'given by a comparison' : 'no part of it'}`;
  throw usageError(`update names one row by its key: ${reason}.`, `Write ${columns.map(filterOf).join(' ')}`);
}

const filterOf = ({ property }: ColumnMetadata): string => `--filter ${property}=…`;

/** Sends the write. */
export async function sendWrite(
  repository: Repository<AnyRow>,
  { action, values, key, isConditional, options }: WriteRequest,
  more: WriteOptions = {},
): Promise<void> {
  const all = { ...options, ...more };
  const result: WriteResult<AnyRow> =
    action === 'insert'
      ? await repository.insert(values, { ...all, ifNotExists: isConditional })
      : await repository.update(key as Key<AnyRow>, values, { ...all, ifExists: isConditional });
  if (result.applied) return;
  const { name } = repository.metadata;
  throw action === 'insert'
    ? new CliError('CASPY_NOT_APPLIED', `Nothing was inserted: there is a ${name} with this key already.`)
    : new CliError('CASPY_NOT_APPLIED', `Nothing was updated: there is no ${name} with this key.`);
}
