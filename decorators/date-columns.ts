import type { ColumnOptions } from '../lib/metadata/options';
import { columnDecorator } from './column-arguments';

type DateOptions = Pick<ColumnOptions, 'name' | 'comment' | 'select'>;

/** A timestamp that `save` and `insert` fill when it is undefined, by this machine's clock. */
export function CreateDateColumn(options: DateOptions = {}): PropertyDecorator {
  return columnDecorator('regular', 'timestamp', { ...options, automatic: 'createDate' });
}

/** A timestamp that every `save`, `insert` and `update` writes anew, by this machine's clock. */
export function UpdateDateColumn(options: DateOptions = {}): PropertyDecorator {
  return columnDecorator('regular', 'timestamp', { ...options, automatic: 'updateDate' });
}
