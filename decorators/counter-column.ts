import type { ColumnOptions } from '../lib/metadata/options';
import { columnDecorator } from './column-arguments';

/**
 * A counter: only `increment` and `decrement` change it. A table with counters holds nothing else beside its key.
 *
 * @example
 * ```ts
 * @CounterColumn() views!: Counter;
 * await pages.increment({ url }, 'views');
 * ```
 */
export function CounterColumn(
  options: Pick<ColumnOptions, 'name' | 'as' | 'static' | 'comment'> = {},
): PropertyDecorator {
  return columnDecorator('regular', 'counter', options);
}
