import { Table, PartitionKey } from '../../../../decorators';
import { findEntity } from '../../../../lib/cli/entities/find-entity';
import { Category, Post, tablesOf, User } from '../support';

@Table('people')
class Person {
  @PartitionKey('uuid') id!: string;
}

@Table('user_events')
class UserEvent {
  @PartitionKey('uuid') id!: string;
}

// Two classes whose names differ only in number: exact names tell them apart.
@Table('news_entry')
class News {
  @PartitionKey('uuid') id!: string;
}

const tables = tablesOf(User, Post, Category, Person, UserEvent, News);

describe('findEntity', () => {
  it.each([
    ['User', 'User'],
    ['user', 'User'],
    ['USERS', 'User'],
    ['post', 'Post'],
    ['blog.posts', 'Post'],
    ['category', 'Category'],
    ['categories', 'Category'],
    ['people', 'Person'],
    ['persons', 'Person'],
    ['UserEvent', 'UserEvent'],
    ['user-event', 'UserEvent'],
    ['userevents', 'UserEvent'],
    ['user_event', 'UserEvent'],
    ['news', 'News'],
  ])('%s is %s', (word, name) => {
    expect(findEntity(tables, word).name).toBe(name);
  });

  it('guesses at a near miss, and lists what there is', () => {
    expect(() => findEntity(tables, 'usr')).toThrow(
      expect.objectContaining({
        message: `There is no entity 'usr'. Did you mean 'User'?`,
        hint: 'There are User, Post, Category, Person, UserEvent, News. `caspy models` lists them.',
        exitCode: 2,
      }) as Error,
    );
  });

  it('does not choose between two that fit', () => {
    class Other {}
    PartitionKey('uuid')(Other.prototype, 'id');
    Object.defineProperty(Other, 'name', { value: 'User' });
    Table('users', { keyspace: 'other' })(Other);
    const both = tablesOf(User, Other);
    expect(() => findEntity(both, 'user')).toThrow(`'user' fits several entities: User (users), User (other.users).`);
    expect(findEntity(both, 'other.users').target).toBe(Other);
  });

  it('says so when there are no entities at all', () => {
    expect(() => findEntity([], 'user')).toThrow('no entities are configured');
  });
});
