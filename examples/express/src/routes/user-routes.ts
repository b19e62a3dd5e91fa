import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { Post } from '../entities/post.entity';
import { User } from '../entities/user.entity';
import { Username } from '../entities/username.entity';
import { readBody } from '../http/read-body';
import { type DataSource, RequestError } from 'caspy';
import { pageRequest, sendProblem, setNextLink } from 'caspy/express';

/** Users: created under a name of their own, changed only by those who have seen the last version. */
export function addUserRoutes(app: Express, dataSource: DataSource): void {
  const users = () => dataSource.getRepository(User);
  const names = () => dataSource.getRepository(Username);
  const posts = () => dataSource.getRepository(Post);

  app.post('/users', async (request, response) => {
    const userId = randomUUID();
    const user = users().create({ userId, ...readBody(request, ['username', 'email'], ['isActive']) });
    const { username } = user;
    const claim = await names().insert({ username, userId }, { ifNotExists: true });
    if (!claim.applied) {
      sendProblem(response, 409, { detail: 'This username is taken.' });
      return;
    }
    try {
      await users().save(user);
    } catch (error) {
      // A user that may have been written keeps the name.
      if (!isMaybeApplied(error)) await names().delete({ username }, { if: { userId } });
      throw error;
    }
    response.status(201).location(`/users/${userId}`).json(user);
  });

  app.get('/users', async (request, response) => {
    const page = await users().findPage(pageRequest(request));
    setNextLink(request, response, page);
    response.json(page);
  });

  app.get('/users/:userId', async ({ params: { userId } }, response) => {
    response.json(await users().getOrFail({ userId }));
  });

  app.patch('/users/:userId', async (request, response) => {
    const { userId } = request.params;
    const { version, ...changes } = readBody(request, ['version'], ['email', 'isActive']);
    await users().getOrFail({ userId });
    await users().update({ userId }, { ...changes, version });
    response.json(await users().getOrFail({ userId }));
  });

  app.delete('/users/:userId', async ({ params: { userId } }, response) => {
    const { username } = await users().getOrFail({ userId });
    await posts().delete({ authorId: userId });
    await users().delete({ userId });
    // Last, because nobody else may take the name while the user is there.
    await names().delete({ username }, { if: { userId } });
    response.sendStatus(204);
  });
}

function isMaybeApplied(error: unknown): boolean {
  return error instanceof RequestError && error.maybeApplied;
}
