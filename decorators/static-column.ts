import type { ColumnOptions, TypeSpec } from '../lib/metadata/options';
import { columnDecorator } from './column-arguments';

/**
 * A static column: one value per partition, shared by all its rows. Short for `@Column(type, { static: true })`.
 *
 * @example
 * ```ts
 * @StaticColumn('text') roomName!: string;
 * ```
 */
export function StaticColumn(type?: TypeSpec, options: Omit<ColumnOptions, 'static'> = {}): PropertyDecorator {
  return columnDecorator('regular', type ?? { ...options, static: true }, { ...options, static: true });
}
