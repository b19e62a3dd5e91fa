import {
  AfterInsert,
  AfterLoad,
  BeforeInsert,
  BeforeUpdate,
  Column,
  HookError,
  MetadataError,
  PartitionKey,
  Table,
} from '../../../lib/index';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import { EntityTable } from '../../../lib/repository/entity-table';
import { Repository } from '../../../lib/repository/repository';
import { Writer } from '../../../lib/repository/writer';
import { FakeExecutor, rowPage } from '../support/fake-executor';
import { tableOf } from '../support/models';
import { messageOf, rejectionOf } from '../support/reading';

let seen: string[] = [];
beforeEach(() => (seen = []));

@Table()
class Quiet {
  @PartitionKey() id!: string;
}

@Table()
class Writes {
  @PartitionKey() id!: string;
  @Column('int') count?: number;
  @BeforeInsert() one(): void {
    seen.push('one');
  }
  @BeforeInsert() two(): void {
    seen.push('two');
  }
  @AfterInsert() fail(): Promise<void> {
    return Promise.reject(new Error('secret-7f3a'));
  }
}

/** Overrides one hook without decorating it, and decorates another again. */
@Table()
class Child extends Writes {
  override one(): void {
    seen.push('child one');
  }
  @BeforeInsert() override two(): void {
    seen.push('child two');
  }
  @BeforeInsert() three(): void {
    seen.push('three');
  }
}

function repositoryWith<E extends object>(
  target: EntityClass<E>,
  ...list: readonly object[]
): { repository: Repository<E>; executor: FakeExecutor; table: EntityTable<E> } {
  const executor = new FakeExecutor();
  const subscribers = { dataSource: 'the data source', list };
  const context = { executor, keyspace: 'ks', pageTokenSecret: undefined, subscribers };
  const table = new EntityTable(tableOf(target), context);
  return { repository: new Repository(table), executor, table };
}

describe('a table that nobody listens to', () => {
  const others: readonly [string, readonly object[]][] = [
    ['without subscribers', []],
    ['with one of another entity', [{ listenTo: () => Writes, beforeInsert: () => undefined }]],
  ];
  test.each(others)('has a plain writer and no lifecycle: %s', (_, list) => {
    const { repository, table } = repositoryWith(Quiet, ...list);
    expect(table.lifecycle).toBeUndefined();
    expect(Object.getPrototypeOf(repository.writer)).toBe(Writer.prototype);
  });

  test('hooks of writes cost reads nothing', () => {
    expect(repositoryWith(Writes).table.lifecycle).toMatchObject({ hearsLoads: false });
  });
});

test('hooks are inherited, run once, and parents come first', async () => {
  const { repository, executor } = repositoryWith(Child);
  await rejectionOf(repository.save(repository.create({ id: 'a' })));
  expect(seen).toEqual(['child one', 'child two', 'three']);
  expect(executor.sent).toHaveLength(1);
});

test('the error of an after-hook is the cause of the one that is thrown', async () => {
  const { repository } = repositoryWith(Writes);
  const error: unknown = await repository.save(repository.create({ id: 'a' })).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(HookError);
  expect((error as HookError).message).not.toContain('secret');
  expect((error as HookError).cause).toMatchObject({ message: 'secret-7f3a' });
});

test('a subscriber of a parent class hears its children, and one of a child does not hear the parent', async () => {
  const hear = (target: EntityClass): object => ({
    listenTo: () => target,
    beforeInsert: () => seen.push(`heard by ${target.name}`),
  });
  const child = repositoryWith(Child, hear(Writes), hear(Child), hear(Quiet)).repository;
  await rejectionOf(child.save(child.create({ id: 'a' })));
  expect(seen.slice(3)).toEqual(['heard by Writes', 'heard by Child']);
  seen = [];
  const parent = repositoryWith(Writes, hear(Writes), hear(Child)).repository;
  await rejectionOf(parent.save(parent.create({ id: 'a' })));
  expect(seen).toEqual(['one', 'two', 'heard by Writes']);
});

test('repositories with other options or in another keyspace are heard too', async () => {
  const subscriber = { beforeUpdate: () => seen.push('heard') };
  const { repository } = repositoryWith(Quiet, subscriber);
  for (const each of [repository, repository.withOptions({ timeout: 5 }), repository.withKeyspace('other')]) {
    await rejectionOf(each.update({ id: 'a' }, {}));
  }
  expect(seen).toEqual(['heard', 'heard', 'heard']);
});

test('events name the data source, the table and what is written', async () => {
  const events: unknown[] = [];
  const subscriber = { afterUpdate: (event: object) => events.push(event) };
  const { repository } = repositoryWith(Writes, subscriber);
  await repository.update({ id: 'a' }, { count: 1 });
  expect(events).toEqual([
    { dataSource: 'the data source', metadata: repository.metadata, key: { id: 'a' }, changes: { count: 1 } },
  ]);
});

test('a page of entities hears of its load before it is given out', async () => {
  @Table()
  class Loaded {
    @PartitionKey() id!: string;
    upper?: string;
    @AfterLoad() async load(): Promise<void> {
      await Promise.resolve();
      this.upper = this.id.toUpperCase();
    }
  }
  const { repository, executor } = repositoryWith(Loaded);
  executor.answers.push(rowPage([{ id: 'a' }, { id: 'b' }]));
  expect((await repository.find()).map(({ upper }) => upper)).toEqual(['A', 'B']);
  executor.answers.push(rowPage([{ id: 'a' }]));
  expect(await repository.find({ hooks: false })).toEqual([{ id: 'a' }]);
  expect(executor.sent.map(({ options }) => options)).toEqual([{ fetchSize: 2000 }, { fetchSize: 2000 }]);
});

describe('decorators refuse', () => {
  const misuses: readonly [string, () => unknown, RegExp][] = [
    ['a property', () => hookOn({ value: 1 }), /Misused\.x: @BeforeUpdate\(\) stands on a method/],
    ['a getter', () => hookOn({ get: () => undefined }), /stands on a method/],
    ['a symbol', () => hookOn({ value: () => undefined }, Symbol('s')), /stands on a method with a name/],
    ['a static method', () => hookOn({ value: () => undefined }, 'x', Misused), /is static/],
  ];
  class Misused {}
  function hookOn(
    descriptor: PropertyDescriptor,
    name: string | symbol = 'x',
    on: object = Misused.prototype,
  ): unknown {
    return BeforeUpdate()(on, name, descriptor);
  }
  test.each(misuses)('%s', (_, misuse, message) => {
    expect(misuse).toThrow(MetadataError);
    expect(messageOf(misuse)).toMatch(message);
  });
});
