import { startProgress } from '../terminal/progress';
import type { Repository } from 'caspy';

/** Rows between two steps of the progress bar. `save` itself keeps 128 of them on their way at a time. */
const ROWS_PER_STEP = 1_000;

/**
 * Saves entities and shows how far it is.
 *
 * @throws Error when the table then holds another number of rows: two entities had the same key.
 */
export async function saveAll<E extends object>(
  label: string,
  repository: Repository<E>,
  entities: readonly E[],
): Promise<void> {
  const progress = startProgress(label, entities.length);
  try {
    for (let start = 0; start < entities.length; start += ROWS_PER_STEP) {
      const chunk = entities.slice(start, start + ROWS_PER_STEP);
      await repository.save(chunk);
      progress.advance(chunk.length);
    }
  } finally {
    progress.stop();
  }
  const stored = await repository.count();
  if (stored === entities.length) return;
  throw new Error(`Of ${entities.length} ${label} the table holds ${stored}. Does it hold rows of something else?`);
}
