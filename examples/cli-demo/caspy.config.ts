import type { DataSourceOptions } from 'caspy';

/** What the `caspy` command connects to. CASPY_CONTACT_POINTS, CASPY_PORT, CASPY_LOCAL_DC and CASPY_KEYSPACE go first. */
const config: DataSourceOptions = {
  contactPoints: ['127.0.0.1'],
  localDataCenter: 'datacenter1',
  keyspace: 'caspy_demo',
  entities: ['dist/**/*.entity.js'],
};

export default config;
