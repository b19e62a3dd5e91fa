const uuid = { type: 'string', format: 'uuid' } as const;
const text = { type: 'string' } as const;

/** What each value looks like in JSON. */
export const schemas = {
  User: {
    type: 'object',
    required: ['userId', 'username', 'email', 'isActive', 'createdAt', 'version'],
    properties: {
      ...{ userId: uuid, username: text, email: text, isActive: { type: 'boolean' } },
      ...{ createdAt: { type: 'string', format: 'date-time' }, version: { type: 'integer' } },
    },
  },
  NewUser: {
    type: 'object',
    required: ['username', 'email'],
    properties: { username: text, email: text, isActive: { type: 'boolean' } },
  },
  UserChange: {
    type: 'object',
    required: ['version'],
    properties: {
      version: { type: 'integer', description: 'The version that was read' },
      ...{ email: text, isActive: { type: 'boolean' } },
    },
  },
  Post: {
    type: 'object',
    required: ['authorId', 'postId', 'title', 'content', 'tags'],
    properties: {
      ...{ authorId: uuid, postId: uuid, title: text, content: text, tags: { type: 'array', items: text } },
    },
  },
  NewPost: {
    type: 'object',
    required: ['title', 'content'],
    properties: { title: text, content: text, tags: { type: 'array', items: text } },
  },
  PostChange: { type: 'object', properties: { title: text, content: text } },
  UserStatistics: {
    type: 'object',
    description: 'Counters are 64 bits wide, more than a number of JSON can hold: they are text.',
    required: ['userId', 'posts', 'views'],
    properties: { userId: uuid, posts: text, views: text },
  },
  Statistics: {
    type: 'object',
    required: ['users', 'posts', 'requests'],
    properties: { users: { type: 'integer' }, posts: { type: 'integer' }, requests: { type: 'object' } },
  },
  Health: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string' }, latency: { type: 'number' } },
  },
  Problem: {
    type: 'object',
    description: 'Problem details of RFC 9457',
    required: ['type', 'title', 'status'],
    properties: {
      ...{ type: text, title: text, status: { type: 'integer' }, detail: text, code: text },
      errors: {
        type: 'array',
        items: { type: 'object', properties: { field: text, messages: { type: 'array', items: text } } },
      },
    },
  },
} as const;

/** The name of one of them. */
export type SchemaName = keyof typeof schemas;
