import type { PartitionKeyOptions, TypeSpec } from '../lib/metadata/options';
import { columnDecorator } from './column-arguments';

/**
 * A column of the partition key, which decides the node that holds a row. Several make a composite key, in the order
 * of declaration or by `{ index }` from 0.
 *
 * @throws MetadataError at decoration time when the type is neither named nor beyond doubt.
 * @example
 * ```ts
 * @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
 * ```
 */
export function PartitionKey(type?: TypeSpec, options?: PartitionKeyOptions): PropertyDecorator;
export function PartitionKey(options?: PartitionKeyOptions): PropertyDecorator;
export function PartitionKey(
  typeOrOptions?: TypeSpec | PartitionKeyOptions,
  options?: PartitionKeyOptions,
): PropertyDecorator {
  return columnDecorator('partition', typeOrOptions, options);
}
