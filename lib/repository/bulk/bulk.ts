import { checkRequestOption } from '../../session/validate-request';
import type { EntityTable } from '../entity-table';
import type { DeleteOptions, SaveOptions, WriteOptions } from '../options';
import type { Writer } from '../writer';
import type { BulkDeleteOptions, BulkResult, BulkSaveOptions } from './bulk-options';
import { DeleteSort } from './delete-sort';
import { readBulkOptions } from './read-bulk-options';
import { runBulk } from './run-bulk';
import { SaveSort } from './save-sort';
import type { BulkSource } from './source';

/** @throws BulkError, ConfigurationError */
export async function bulkSave<E extends object>(
  writer: Writer<E>,
  items: BulkSource<E>,
  options: BulkSaveOptions<E>,
): Promise<BulkResult<E>> {
  const { table } = writer;
  const { settings, hooks, write } = readBulkOptions<E, SaveOptions>(`${table.metadata.name}.bulkSave`, options);
  const sort = new SaveSort(writer, { statement: statementOptions(write), hooks, validate: write.validate });
  return runBulk(items, sort, { ...settings, ...sending(table, write) });
}

/** @throws BulkError, ConfigurationError */
export async function bulkDelete<T extends object, E extends object>(
  writer: Writer<E>,
  keys: BulkSource<T>,
  options: BulkDeleteOptions<T>,
): Promise<BulkResult<T>> {
  const { table } = writer;
  const { settings, hooks, write } = readBulkOptions<T, Omit<DeleteOptions<E>, 'ifExists' | 'if'>>(
    `${table.metadata.name}.bulkDelete`,
    options,
  );
  const sort = new DeleteSort<T, E>(writer, hooks);
  return runBulk(keys, sort, { ...settings, ...sending(table, write) });
}

/** What the statements of saves depend on; undefined where it is nothing, which is the fast path. */
export function statementOptions({ ttl, trackChanges }: SaveOptions): SaveOptions | undefined {
  return ttl === undefined && trackChanges === undefined ? undefined : { ttl, trackChanges };
}

/** What sends the requests, and with which options. */
export function sending<E extends object>(
  table: EntityTable<E>,
  { trackChanges: _, validate: __, signal, ...write }: SaveOptions,
): {
  executor: EntityTable<E>['executor'];
  request: ReturnType<EntityTable<E>['writeOptions']>;
  signal: AbortSignal | undefined;
} {
  // The bulk write itself listens to it, before any request is checked.
  checkRequestOption('signal', signal);
  const options: WriteOptions = write;
  return { executor: table.executor, request: table.writeOptions(options), signal };
}
