import { tell } from './ask';
import { User } from './entities/user.entity';
import { print } from './terminal/output';

/** A user from beginning to end: entities that extend BaseEntity read and write themselves. */
export async function liveOneLife(): Promise<void> {
  const user = User.create({ username: 'joao', email: 'joao@old.example.com', tags: new Set(['nuvem']) });
  await tell('Create and save. The id, the flag and the date are filled in.', async () => {
    await user.save();
  });
  print(`  user ${user.userId}, active: ${user.isActive}`);

  await tell('Update: only the columns named are written.', async () => {
    await user.update({ email: 'novo@email.com' });
  });
  print(`  ${user.email}`);

  const users = await tell('Filter and list.', () => User.filter({ isActive: true }).all());
  print(
    `  ${users
      .map(({ username }) => username)
      .toSorted()
      .join(', ')}`,
  );

  const count = await tell('Count.', () => User.filter({ isActive: true }).count());
  print(`  ${count} active users`);

  await tell('Or one by one.', async () => {
    for await (const each of User.filter({ isActive: true })) {
      print(`  ${each.username} <${each.email}>`);
    }
  });

  const saved = await tell('Save several at once, and remove them.', async () => {
    const twins = ['ana', 'bia'].map((username) => User.create({ username }));
    await User.getRepository().save(twins);
    await User.getRepository().remove(twins);
    return twins.length;
  });
  print(`  ${saved} users came and went`);

  const gone = await tell('Delete.', async () => {
    await user.remove();
    return User.get({ userId: user.userId });
  });
  print(gone === null ? '  nobody is there any more' : '  still there?');
}
