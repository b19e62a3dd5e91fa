/** Versions of the driver whose insides are known: those that the tests ran against. */
export const KNOWN_DRIVERS: readonly string[] = ['4.10.0'];
