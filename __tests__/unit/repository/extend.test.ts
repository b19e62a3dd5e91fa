import { Column, PartitionKey, Repository, Table } from '../../../lib/index';
import { repositoryOf } from '../support/fake-executor';

@Table()
class User {
  @PartitionKey() id!: string;
  @Column() email!: string;
}

class UserRepository extends Repository<User> {
  readonly domain = 'example.com';

  async named(name: string): Promise<User | null> {
    return this.get({ id: `${name}@${this.domain}` });
  }
}

/** What Nest does: dependencies beside the repository. */
class Audited extends Repository<User> {
  constructor(
    base: Repository<User>,
    readonly log: string[],
  ) {
    super(base);
  }

  async audited(id: string): Promise<void> {
    this.log.push(id);
    await this.get({ id });
  }
}

describe('extend', () => {
  const methods = {
    async findByName(this: Repository<User>, name: string): Promise<User | null> {
      return this.get({ id: name });
    },
  };

  test('adds methods whose this is the repository', async () => {
    const { repository, executor } = repositoryOf(User);
    const users = repository.extend(methods);
    expect(await users.findByName('a')).toBeNull();
    expect(executor.take()).toMatchObject({ params: [Buffer.from('a')], options: undefined });
    expect(users).toBeInstanceOf(Repository);
    expect('findByName' in repository).toBe(false);
  });

  test('this is typed without saying so, and has the other methods too', async () => {
    const { repository, executor } = repositoryOf(User);
    const users = repository.extend({
      async one(id: string) {
        return this.get({ id });
      },
      async two(id: string) {
        return [await this.one(id), await this.one(id)];
      },
    });
    expect(await users.two('a')).toEqual([null, null]);
    expect(executor.sent).toHaveLength(2);
  });

  test('withOptions and withKeyspace keep it', async () => {
    const { repository, executor } = repositoryOf(User);
    const users = repository
      .extend(methods)
      .withOptions({ timeout: 5 })
      .withKeyspace('other')
      .extend({ more: () => 1 });
    await users.findByName('a');
    expect(users.more()).toBe(1);
    expect(executor.take()).toMatchObject({ cql: expect.stringContaining(' other.user '), options: { timeout: 5 } });
  });

  test.each(['save', 'metadata', 'constructor', 'toString'])('%s cannot be replaced', (name) => {
    const { repository } = repositoryOf(User);
    expect(() => repository.extend({ [name]: () => undefined })).toThrow(
      `User: extend() cannot replace '${name}', which the repository has. Take another name.`,
    );
  });
});

describe('subclasses', () => {
  test('are made from a repository, and keep class and fields in withOptions and withKeyspace', async () => {
    const { repository, executor } = repositoryOf(User);
    const users = new UserRepository(repository.withOptions({ consistency: 'ONE' }));
    for (const each of [users, users.withOptions({ timeout: 5 }).withKeyspace('other')]) {
      expect(each).toBeInstanceOf(UserRepository);
      await each.named('ada');
    }
    const [first, second] = executor.sent;
    expect(first).toMatchObject({ params: [Buffer.from('ada@example.com')], options: { consistency: 'ONE' } });
    expect(second).toMatchObject({ options: { consistency: 'ONE', timeout: 5 }, params: first?.params });
    expect(second?.cql).toContain(' other.user ');
    expect(users.target).toBe(User);
  });

  test('may have a constructor of their own', async () => {
    const { repository } = repositoryOf(User);
    const users = new Audited(repository, []).withOptions({ timeout: 5 });
    await users.audited('x');
    expect(users.log).toEqual(['x']);
  });
});
