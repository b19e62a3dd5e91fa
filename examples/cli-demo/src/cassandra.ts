import { withSpinner } from './terminal/spinner';
import { LocalCassandra } from 'caspy/testing';

/**
 * Starts a Cassandra on this machine, or takes the one of CASPY_CONTACT_POINTS. One that was started here ends with
 * this process, however that ends.
 */
export function startCassandra(): Promise<LocalCassandra> {
  return withSpinner((say) => LocalCassandra.start({ onProgress: say }));
}
