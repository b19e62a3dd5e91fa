import type { Operation } from './operation';
import { operation } from './operation';
import { schemas } from './schemas';

type PathItem = Readonly<Record<string, Operation | readonly object[]>>;

const id = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } });
const tag = { name: 'tag', in: 'path', required: true, schema: { type: 'string' } };

const users: Readonly<Record<string, PathItem>> = {
  '/users': {
    get: operation('All users, page by page', { pageOf: 'User', problems: [400] }),
    post: operation('A new user', { takes: 'NewUser', answers: 'User', status: 201, problems: [400, 409] }),
  },
  '/users/{userId}': {
    parameters: [id('userId')],
    get: operation('One user', { answers: 'User', problems: [400, 404] }),
    patch: operation('Changes a user', { takes: 'UserChange', answers: 'User', problems: [400, 404, 409] }),
    delete: operation('Deletes a user with the posts', { status: 204, problems: [400, 404] }),
  },
  '/users/{userId}/statistics': {
    parameters: [id('userId')],
    get: operation('What a user has done', { answers: 'UserStatistics', problems: [400, 404] }),
  },
};

const posts: Readonly<Record<string, PathItem>> = {
  '/users/{authorId}/posts': {
    parameters: [id('authorId')],
    get: operation('The posts of a user, newest first', { pageOf: 'Post', problems: [400] }),
    post: operation('A new post', { takes: 'NewPost', answers: 'Post', status: 201, problems: [400, 404] }),
  },
  '/users/{authorId}/posts/{postId}': {
    parameters: [id('authorId'), id('postId')],
    get: operation('One post; counts a view', { answers: 'Post', problems: [400, 404] }),
    patch: operation('Changes a post', { takes: 'PostChange', answers: 'Post', problems: [400, 404] }),
    delete: operation('Deletes a post', { status: 204, problems: [400] }),
  },
  '/users/{authorId}/posts/{postId}/tags/{tag}': {
    parameters: [id('authorId'), id('postId'), tag],
    put: operation('Adds a tag in place', { answers: 'Post', problems: [400, 404] }),
    delete: operation('Removes a tag in place', { answers: 'Post', problems: [400, 404] }),
  },
};

const others: Readonly<Record<string, PathItem>> = {
  '/statistics': { get: operation('What is there, and what the pool does', { answers: 'Statistics' }) },
  '/health/live': { get: operation('Whether the process answers', { answers: 'Health' }) },
  '/health/ready': { get: operation('Whether it should get requests', { answers: 'Health' }) },
};

/** The description of the API. A test compares it with the routes that there are. */
export const document = {
  openapi: '3.1.0',
  info: { title: 'Users and posts', version: '1.0.0', description: 'The Express example of caspy' },
  paths: { ...users, ...posts, ...others },
  components: { schemas },
} as const;
