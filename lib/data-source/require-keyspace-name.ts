import { ConfigurationError } from '../errors';
import { isKeyspaceName } from '../session/validate-request';

/** @throws ConfigurationError for what can be no name of a keyspace. */
export function requireKeyspaceName(method: string, keyspace: string): void {
  if (isKeyspaceName(keyspace)) return;
  throw new ConfigurationError(`${method}() takes a name of 1 to 48 letters, digits or underscores.`);
}
