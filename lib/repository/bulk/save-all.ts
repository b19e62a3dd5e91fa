import { forEachBounded } from '../for-each-bounded';
import type { SaveOptions } from '../options';
import type { Writer } from '../writer';
import { statementOptions, sending } from './bulk';
import { BulkWriter } from './bulk-writer';
import { readBulkOptions } from './read-bulk-options';
import { SaveSort } from './save-sort';

/** Saves of one `save([...])` that are on their way at the same time. */
const SAVES_IN_FLIGHT = 128;

/**
 * Saves several entities: rows of one partition as batches, unless each is to be heard by hooks, decided about
 * by its version, or verified.
 *
 * @throws what a single save would throw for the first one that fails
 */
export async function saveAll<E extends object>(
  writer: Writer<E>,
  entities: readonly E[],
  options: SaveOptions | undefined,
  writerOf: (entity: E) => Writer<E>,
): Promise<void> {
  const { table } = writer;
  const { lifecycle, version, metadata } = table;
  const isHeard = lifecycle !== undefined && options?.hooks !== false;
  const kinds = [...(metadata.inheritance?.kinds.values() ?? [])];
  const isVersioned = version !== undefined || kinds.some(hasVersion);
  if (entities.length < 2 || isHeard || isVersioned || metadata.isCounter || options?.verify !== undefined) {
    await forEachBounded(entities, SAVES_IN_FLIGHT, (each) => writerOf(each).save(each, options));
    return;
  }
  const { settings, write } = readBulkOptions<E, SaveOptions>(metadata.name, { ...options });
  const sort = new SaveSort(
    writer,
    { statement: statementOptions(write), hooks: false, validate: write.validate },
    'save',
  );
  const { stop } = await new BulkWriter(entities, sort, { ...settings, ...sending(table, write) }).run();
  if (stop !== undefined) throw stop.error;
}

function hasVersion({ columns }: { readonly columns: readonly { readonly automatic: unknown }[] }): boolean {
  return columns.some(({ automatic }) => automatic === 'version');
}
