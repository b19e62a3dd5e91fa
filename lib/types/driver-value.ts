import { types as nodeTypes } from 'node:util';
import { types } from 'cassandra-driver';
import { CodecFault } from './codec';
import { classNameOf, describeValue } from './describe-value';

/** The driver's value classes that have a CQL type of their own. */
export const DRIVER_CLASSES = [
  'BigDecimal',
  'Duration',
  'InetAddress',
  'Integer',
  'LocalDate',
  'LocalTime',
  'Long',
  'TimeUuid',
  'Tuple',
  'Uuid',
  'Vector',
] as const;

export type DriverClass = (typeof DRIVER_CLASSES)[number];

export type DriverValue<Name extends DriverClass> = InstanceType<(typeof types)[Name]>;

/**
 * Whether a value is one of the driver's, also when it comes from a second copy of the driver in the dependency tree:
 * `instanceof` fails there, and the class name tells.
 */
export function isDriverValue<Name extends DriverClass>(value: unknown, name: Name): value is DriverValue<Name> {
  if (typeof value !== 'object' || value === null) return false;
  // The driver answers `instanceof Vector` with true for any Float32Array.
  if (name === 'Vector' && nodeTypes.isFloat32Array(value)) return false;
  if (value instanceof types[name]) return true;
  const found = classNameOf(value);
  return found === name || (found === 'TimeUuid' && name === 'Uuid');
}

/** What the driver decoded, as the class it must be. */
export function driverValue<Name extends DriverClass>(value: unknown, name: Name): DriverValue<Name> {
  if (isDriverValue(value, name)) return value;
  throw new CodecFault(`expected a driver ${name} from the driver, got ${describeValue(value)}`);
}
