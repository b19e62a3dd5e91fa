import { Post } from '../entities/post.entity';
import { User } from '../entities/user.entity';
import type { DataSource } from 'caspy';

/** Fixed ids, so that a second run writes the same rows again. */
export const JOAO_ID = '7d9a3f0e-6f0b-4c47-9d55-0a1f3e6c2b11';
const MARIA_ID = '1b5c2d4e-8a3f-4e6b-b1c7-5d2e9f8a7c22';
const OLD_ID = 'e3f8a1b2-4c5d-4f6e-8a9b-7c6d5e4f3a33';

const USERS = [
  { userId: JOAO_ID, username: 'joao_silva', email: 'joao@example.com', tags: new Set(['cassandra', 'python']) },
  { userId: MARIA_ID, username: 'maria_santos', email: 'maria@example.com', tags: new Set(['typescript']) },
  { userId: OLD_ID, username: 'usuario_antigo', email: 'antigo@example.com', isActive: false },
];

const POSTS = [
  {
    postId: '0c1d2e3f-1111-4a4b-8c8d-9e0f1a2b3c01',
    authorId: JOAO_ID,
    title: 'Primeiros passos',
    content: 'Uma tabela, uma pergunta.',
  },
  {
    postId: '0c1d2e3f-2222-4a4b-8c8d-9e0f1a2b3c02',
    authorId: JOAO_ID,
    title: 'Chaves de partição',
    content: 'Quem conhece a chave conhece o nó.',
  },
  {
    postId: '0c1d2e3f-3333-4a4b-8c8d-9e0f1a2b3c03',
    authorId: MARIA_ID,
    title: 'Tipos exatos',
    content: 'Um bigint continua um bigint.',
  },
];

/** Writes the users and posts that the commands ask for. */
export async function loadPeople(dataSource: DataSource): Promise<void> {
  const users = dataSource.getRepository(User);
  const posts = dataSource.getRepository(Post);
  await users.save(USERS.map((user) => users.create(user)));
  await posts.save(POSTS.map((post) => posts.create(post)));
}
