import type { Express, Response } from 'express';
import { Post } from '../entities/post.entity';
import { UserStatistics } from '../entities/user-statistics.entity';
import { User } from '../entities/user.entity';
import { readBody } from '../http/read-body';
import { Add, Remove } from 'caspy';
import type { Changes, DataSource, Repository } from 'caspy';
import { pageRequest, sendProblem, setNextLink } from 'caspy/express';

const PATH = '/users/:authorId/posts';

/** A new post without tags has none written, which reads as an empty set. */
const NO_TAGS: Partial<Post> = { tags: new Set() };

/** The posts of an author, with tags that are added and removed in place: nobody's tag is lost by somebody else's. */
export function addPostRoutes(app: Express, dataSource: DataSource): void {
  const users = () => dataSource.getRepository(User);
  const posts = () => dataSource.getRepository(Post);
  const statistics = () => dataSource.getRepository(UserStatistics);

  app.post(PATH, async (request, response) => {
    const { authorId } = request.params;
    const body = readBody(request, ['title', 'content'], ['tags']);
    await users().getOrFail({ userId: authorId });
    const post = await posts().save(posts().create({ ...body, authorId }));
    await statistics().increment({ userId: authorId }, 'posts');
    response
      .status(201)
      .location(`/users/${authorId}/posts/${post.postId}`)
      .json({ ...NO_TAGS, ...post });
  });

  app.get(PATH, async (request, response) => {
    const { authorId } = request.params;
    const page = await posts().findPage({ where: { authorId }, ...pageRequest(request) });
    setNextLink(request, response, page);
    response.json(page);
  });

  app.get(`${PATH}/:postId`, async ({ params: { authorId, postId } }, response) => {
    const post = await posts().getOrFail({ authorId, postId });
    await statistics().increment({ userId: authorId }, 'views');
    response.json(post);
  });

  app.patch(`${PATH}/:postId`, async (request, response) => {
    await change(posts(), request.params, readBody(request, [], ['title', 'content']), response);
  });

  app.delete(`${PATH}/:postId`, async ({ params: { authorId, postId } }, response) => {
    const { applied } = await posts().delete({ authorId, postId }, { ifExists: true });
    if (applied) await statistics().decrement({ userId: authorId }, 'posts');
    response.sendStatus(204);
  });

  app.put(`${PATH}/:postId/tags/:tag`, async ({ params }, response) => {
    await change(posts(), params, { tags: Add(params.tag) }, response);
  });

  app.delete(`${PATH}/:postId/tags/:tag`, async ({ params }, response) => {
    await change(posts(), params, { tags: Remove(params.tag) }, response);
  });
}

/** `ifExists`, because an update of a row that is not there would make one. */
async function change(
  posts: Repository<Post>,
  { authorId, postId }: { readonly authorId: string; readonly postId: string },
  changes: Changes<Post>,
  response: Response,
): Promise<void> {
  const { applied } = await posts.update({ authorId, postId }, changes, { ifExists: true });
  if (applied) response.json(await posts.getOrFail({ authorId, postId }));
  else sendProblem(response, 404, { detail: 'There is no such post.' });
}
