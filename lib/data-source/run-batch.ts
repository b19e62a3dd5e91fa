import { ConfigurationError } from '../errors';
import type { EntityClass } from '../metadata/table-metadata';
import { Batch } from '../repository/batch';
import type { BatchOptions, BatchResult, BatchTarget } from '../repository/batch-options';
import { Repository } from '../repository/repository';
import { requireOptions } from '../repository/require-options';
import { sendBatch } from '../repository/send-batch';
import type { Writer } from '../repository/writer';

/** Lets `work` fill a batch, and sends it. What `work` does with the batch later is refused. */
export async function runBatch(
  work: (batch: Batch) => void | Promise<void>,
  options: BatchOptions,
  repositoryOf: (target: EntityClass) => Repository<object>,
): Promise<BatchResult> {
  requireOptions('batch', options);
  if (typeof work !== 'function') throw new ConfigurationError('batch() takes a function that adds to the batch.');
  // Entities reach the writer of their own class only.
  const writerOf = (target: BatchTarget): Writer<object> =>
    (target instanceof Repository ? target : repositoryOf(target as EntityClass)).writer;
  const batch = new Batch(writerOf);
  try {
    await work(batch);
  } finally {
    batch.close();
  }
  return sendBatch(batch.close(), options);
}
