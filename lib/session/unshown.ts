import { inspect } from 'node:util';

/**
 * A copy that neither `util.inspect` nor `JSON.stringify` looks into: the driver keeps the options of TLS, private key
 * and passphrase included, in plain sight of who prints its client. Reading and spreading it is as before.
 */
export function unshown<T extends object>(secrets: T): T {
  return Object.defineProperties(
    { ...secrets },
    { [inspect.custom]: { value: () => '[hidden]' }, toJSON: { value: () => undefined } },
  );
}
