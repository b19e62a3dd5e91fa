import { sharedCassandra } from './shared-cassandra';

module.exports = async (): Promise<void> => {
  await sharedCassandra()?.stop();
};
