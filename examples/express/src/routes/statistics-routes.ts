import type { Express } from 'express';
import { Post } from '../entities/post.entity';
import { UserStatistics } from '../entities/user-statistics.entity';
import { User } from '../entities/user.entity';
import type { DataSource } from 'caspy';

/** What is there, who did what, and what the connection to Cassandra is doing. */
export function addStatisticsRoutes(app: Express, dataSource: DataSource): void {
  const users = () => dataSource.getRepository(User);
  const posts = () => dataSource.getRepository(Post);
  const statistics = () => dataSource.getRepository(UserStatistics);

  app.get('/statistics', async (_request, response) => {
    // Each count reads its table, token range by token range: for a page of an administrator, not for every request.
    const [userCount, postCount] = await Promise.all([users().count(), posts().count()]);
    const { inFlight, queued, executed, errors, latency } = dataSource.metrics();
    response.json({ users: userCount, posts: postCount, requests: { inFlight, queued, executed, errors, latency } });
  });

  app.get('/users/:userId/statistics', async ({ params: { userId } }, response) => {
    await users().getOrFail({ userId });
    const found = await statistics().get({ userId });
    response.json({ userId, posts: found?.posts ?? 0n, views: found?.views ?? 0n });
  });
}
