import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  Column,
  ConfigurationError,
  DataSource,
  EventSubscriber,
  PartitionKey,
  Repository,
  Table,
  UserType,
} from 'caspy';
import {
  CaspyModule,
  EntityRepository,
  getDataSourceToken,
  getRepositoryToken,
  InjectDataSource,
  InjectRepository,
} from 'caspy/nestjs';

@Table()
class Cat {
  @PartitionKey('uuid') id!: string;
}

function otherCat(): new () => object {
  @Table('other_cats')
  class Cat {
    @PartitionKey('uuid') id!: string;
  }
  return Cat;
}

@EntityRepository(Cat)
class CatRepository extends Repository<Cat> {}

test('a token belongs to the class, never to its name', () => {
  const Other = otherCat();
  expect(Other.name).toBe(Cat.name);
  expect(getRepositoryToken(Cat)).toBe(getRepositoryToken(Cat));
  expect(getRepositoryToken(Cat)).not.toBe(getRepositoryToken(Other));
  expect(getRepositoryToken(Cat)).not.toBe(getRepositoryToken(Cat, 'audit'));
  expect(getRepositoryToken(Other, 'audit')).not.toBe(getRepositoryToken(Cat, 'audit'));
});

test('a repository class is its own token in the default data source', () => {
  expect(getRepositoryToken(CatRepository)).toBe(CatRepository);
  expect(getRepositoryToken(CatRepository, 'audit')).not.toBe(CatRepository);
});

test('the default data source is injected by its class, others by their name', () => {
  expect(getDataSourceToken()).toBe(DataSource);
  expect(getDataSourceToken('default')).toBe(DataSource);
  expect(getDataSourceToken('audit')).toContain("name: 'audit'");
});

test('a missing forFeature: the message of Nest names the class and the line to write', async () => {
  @Injectable()
  class CatService {
    constructor(@InjectRepository(Cat) readonly cats: Repository<Cat>) {}
  }
  @Module({ providers: [CatService] })
  class CatModule {}
  const compiling = Test.createTestingModule({ imports: [CatModule] }).compile();
  await expect(compiling).rejects.toThrow(/CatService.*Repository<Cat> of CaspyModule\.forFeature\(\[Cat\]\)/s);
});

test('a missing named data source: the message names it', async () => {
  @Injectable()
  class Auditor {
    constructor(@InjectDataSource('audit') readonly dataSource: DataSource) {}
  }
  const compiling = Test.createTestingModule({ providers: [Auditor] }).compile();
  await expect(compiling).rejects.toThrow(/Auditor.*CaspyModule\.forRoot\({ name: 'audit' }\)/s);
});

class Undecorated {}

@UserType()
class Address {
  @Column() street!: string;
}

@EventSubscriber()
class Listener {
  readonly heard: object[] = [];
  afterLoad(entity: object): void {
    this.heard.push(entity);
  }
}

class Orphans extends Repository<Cat> {}

@EntityRepository(Undecorated)
class Strays extends Repository<Undecorated> {}

/** What `Repository` of a second copy of caspy looks like from here. */
class ForeignRepository {
  findPage() {
    return this;
  }
  updateCollection() {
    return this;
  }
  withKeyspace() {
    return this;
  }
}
class Foreigners extends ForeignRepository {}

test.each([
  [undefined, /forFeature\(\) got undefined.*import each other/],
  ['Cat', /takes a class, not a string/],
  [Undecorated, /Undecorated has no @Table\(\): put @Table\(\) above the class, imported from 'caspy'/],
  [Address, /Address is a @UserType\(\)/],
  [Listener, /Listener is an @EventSubscriber\(\)/],
  [Orphans, /Orphans is a repository.*@EntityRepository/],
  [Strays, /Strays says @EntityRepository\(\) with something that is no class with @Table/],
  [Foreigners, /Foreigners extends the Repository of a second copy of caspy.*npm ls caspy/],
])('forFeature([%p]) says what is wrong and what to write', (target, message) => {
  expect(() => CaspyModule.forFeature([target as typeof Cat])).toThrow(message);
  expect(() => CaspyModule.forFeature([target as typeof Cat])).toThrow(ConfigurationError);
});

test('decorators of injection refuse what a circular import leaves', () => {
  expect(() => InjectRepository(undefined as unknown as typeof Cat)).toThrow(/undefined in place of a class/);
});

test('forRootAsync needs a source of its options', () => {
  expect(() => CaspyModule.forRootAsync({})).toThrow(/one of useFactory, useClass and useExisting/);
});
