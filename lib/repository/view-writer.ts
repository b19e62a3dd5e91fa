import type { EntityTable } from './entity-table';
import { readOnlyError } from './read-only-executor';
import { Writer } from './writer';

/**
 * The writer of a materialized view: refuses before values are checked or filled, and runs no hooks. What gets past it,
 * as a delete of a query set, the executor of the view refuses.
 */
export class ViewWriter<E extends object> extends Writer<E> {
  override checkSave(): never {
    return this.#refuse('save');
  }

  override checkInsert(): never {
    return this.#refuse('insert');
  }

  override checkUpdate(): never {
    return this.#refuse('update');
  }

  override saveRequest(): never {
    return this.#refuse('save');
  }

  override insertRequest(): never {
    return this.#refuse('insert');
  }

  override updateWrite(): never {
    return this.#refuse('update');
  }

  override deleteRequest(): never {
    return this.#refuse('delete');
  }

  override removeRequest(): never {
    return this.#refuse('remove');
  }

  /** @internal For batches, which run hooks on their own. @throws ConfigurationError always. */
  override requireWritable(): never {
    return this.#refuse('batch');
  }

  #refuse(operation: string): never {
    const { metadata }: EntityTable<E> = this.table;
    throw readOnlyError(metadata, `${metadata.name}.${operation}`);
  }
}
