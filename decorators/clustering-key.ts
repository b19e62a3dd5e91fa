import type { ClusteringKeyOptions, TypeSpec } from '../lib/metadata/options';
import { columnDecorator } from './column-arguments';

/**
 * A clustering column: rows of a partition are stored in its order, and a query may give a prefix of the clustering
 * columns by equality and one range after it.
 *
 * @throws MetadataError at decoration time when the type is neither named nor beyond doubt.
 * @example
 * ```ts
 * @ClusteringKey('timestamp', { order: 'DESC' }) at!: Date;
 * ```
 */
export function ClusteringKey(type?: TypeSpec, options?: ClusteringKeyOptions): PropertyDecorator;
export function ClusteringKey(options?: ClusteringKeyOptions): PropertyDecorator;
export function ClusteringKey(
  typeOrOptions?: TypeSpec | ClusteringKeyOptions,
  options?: ClusteringKeyOptions,
): PropertyDecorator {
  return columnDecorator('clustering', typeOrOptions, options);
}
