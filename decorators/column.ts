import type { ColumnOptions, TypeSpec } from '../lib/metadata/options';
import { columnDecorator } from './column-arguments';

/**
 * A column that is not part of the key.
 *
 * The type is CQL text, a builder or, for a user-defined type, a function that gives its class. It may be left out where the property's declared class leaves one answer only:
 * string (text), boolean, Date (timestamp), Buffer (blob), bigint, and the driver's Uuid and TimeUuid.
 *
 * @throws MetadataError at decoration time when the type is neither named nor beyond doubt.
 * @example
 * ```ts
 * @Column() email!: string;
 * @Column('int') age!: number;
 * @Column(set('text'), { name: 'labels' }) tags!: Set<string>;
 * @Column(() => Address, { frozen: true }) address!: Address;
 * @Column({ type: 'timestamp', default: () => new Date() }) createdAt!: Date;
 * ```
 */
export function Column(type?: TypeSpec, options?: ColumnOptions): PropertyDecorator;
export function Column(options?: ColumnOptions): PropertyDecorator;
export function Column(typeOrOptions?: TypeSpec | ColumnOptions, options?: ColumnOptions): PropertyDecorator {
  return columnDecorator('regular', typeOrOptions, options);
}
