import { Post } from './entities/post.entity';
import { UserStatistics } from './entities/user-statistics.entity';
import { User } from './entities/user.entity';
import { Username } from './entities/username.entity';
import { DataSource, type DataSourceOptions } from 'caspy';

export const entities = [Post, User, Username, UserStatistics];

/** The data source of the API; nothing is sent before it is initialized, which the server does. */
export function createDataSource(options: DataSourceOptions): DataSource {
  return new DataSource({
    keyspace: process.env.CASPY_KEYSPACE ?? 'caspy_express',
    entities,
    // For development: a deployment runs migrations, and says 'verify' here.
    synchronize: true,
    logging: ['slow', 'error', 'warn'],
    slowQueryThreshold: 500,
    // Without a secret of its own each process would refuse the page tokens of the others.
    pageTokenSecret: process.env.PAGE_TOKEN_SECRET,
    ...options,
  });
}
