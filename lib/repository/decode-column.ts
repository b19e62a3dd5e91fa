import type { ColumnMetadata } from '../metadata/table-metadata';
import { misfit } from '../query/encode-value';
import { CodecFault } from '../types/codec';

/** The value of a property out of the driver's value, which is not null. */
export function decodeColumn(column: ColumnMetadata, value: unknown): unknown {
  const decode = columnDecoder(column);
  return decode === undefined ? value : decode(value);
}

/** From the driver's value to the property's: codec, then transformer. Undefined where the value is right as it is. */
export function columnDecoder(column: ColumnMetadata): ((value: unknown) => unknown) | undefined {
  const { codec, transformer } = column;
  const { decode } = codec;
  if (decode === undefined) return transformer && ((value) => transformer.from(value));
  const checked = (value: unknown): unknown => {
    try {
      return decode(value);
    } catch (error) {
      throw error instanceof CodecFault ? misfit(column.path, column.cqlType, error) : error;
    }
  };
  return transformer === undefined ? checked : (value) => transformer.from(checked(value));
}
