import type { Statement } from '../query/statement';
import type { WriteOptions } from './options';

/** A write that is ready to be sent, alone or in a batch: checked, encoded, with the text of its shape. */
export interface WriteRequest {
  readonly statement: Statement;
  readonly params: readonly unknown[];
  readonly options: WriteOptions | undefined;
  /**
   * Where the values of the partition key start among the parameters; undefined when they are not there one by one,
   * because the server makes one or the write is to several partitions.
   */
  readonly partitionAt: number | undefined;
}
