import { version } from 'cassandra-driver';

/** Versions of the driver whose insides are known: those that the tests ran against. */
const KNOWN_DRIVERS: readonly string[] = ['4.10.0'];

/** Why nothing that reaches into the driver is used; undefined where the driver is a known one. */
export function unknownDriver(): string | undefined {
  // Its typings call the version a number.
  const driver = String(version);
  return KNOWN_DRIVERS.includes(driver)
    ? undefined
    : `cassandra-driver ${driver} is not among those it was tested with`;
}
