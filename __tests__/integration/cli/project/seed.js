const { DataSource } = require('caspy');
const { Post, User } = require('./examples/cli_demo');

const JOAO = '00000000-0000-4000-8000-000000000001';
const MARIA = '00000000-0000-4000-8000-000000000002';
const OLD = '00000000-0000-4000-8000-000000000003';

const users = [
  {
    ...{ id: JOAO, username: 'joao_silva', email: 'joao@example.com', isActive: true, age: 31 },
    ...{ balance: 9007199254740993n, tags: new Set(['a', 'b']), scores: new Map([['x', 1]]) },
    ...{ avatar: Buffer.from('cafe', 'hex'), createdAt: new Date('2026-01-31T12:00:00.000Z') },
  },
  { id: MARIA, username: 'maria', email: 'maria@example.com', isActive: true, age: 8, balance: 5n },
  // What a hostile value would do to a terminal: clear it, and turn the text around.
  { id: OLD, username: 'usuario_antigo', email: '\u001b[2J\u202eevil\n', isActive: false, age: 77, balance: -1n },
];

async function seed() {
  const dataSource = await new DataSource({
    contactPoints: process.env.CASPY_TEST_CONTACT_POINTS.split(','),
    port: Number(process.env.CASPY_TEST_PORT),
    localDataCenter: process.env.CASPY_TEST_LOCAL_DC,
    keyspace: process.env.CASPY_TEST_KEYSPACE,
    replication: { class: 'SimpleStrategy', replication_factor: 1 },
    entities: [User, Post],
    synchronize: true,
  }).initialize();
  await dataSource.getRepository(User).save(users.map((user) => Object.assign(new User(), user)));
  const posts = Array.from({ length: 60 }, (_, index) =>
    Object.assign(new Post(), { authorId: index < 50 ? JOAO : MARIA, number: index, title: `post ${index}` }),
  );
  await dataSource.getRepository(Post).save(posts);
  await dataSource.destroy();
}

void seed();
