import { LocalCassandra } from '../../../lib/testing';
import { shareCassandra } from './shared-cassandra';

/**
 * Starts one node for all integration tests, or takes the cluster of CASPY_CONTACT_POINTS. The tests get its address in
 * variables of their own, so that the launcher's tests, which read CASPY_CONTACT_POINTS, still start real nodes.
 */
module.exports = async (): Promise<void> => {
  const cassandra = await LocalCassandra.start({ onProgress: (message) => process.stderr.write(`${message}\n`) });
  shareCassandra(cassandra);
  process.env.CASPY_TEST_CONTACT_POINTS = cassandra.contactPoints.join(',');
  process.env.CASPY_TEST_PORT = String(cassandra.port);
  process.env.CASPY_TEST_LOCAL_DC = cassandra.localDataCenter;
};
