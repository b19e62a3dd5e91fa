import type { INestApplicationContext, ModuleMetadata } from '@nestjs/common';
import { Inject, Injectable, Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { Test } from '@nestjs/testing';
import { dropTestData, testConnection } from '../support/test-data-source';
import { Gate, LogLines, moduleOptions, until } from './support';
import { ClusteringKey, Column, DataSource, PartitionKey, Repository, Table } from 'caspy';
import type { CaspyModuleOptions, CaspyOptionsFactory } from 'caspy/nestjs';
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
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Column() name!: string;
}

function otherCat(): new () => { id: string; lives: number } {
  @Table('other_cats')
  class Cat {
    @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
    @Column('int') lives!: number;
  }
  return Cat;
}
const OtherCat = otherCat();

@Table()
class Stray {
  @PartitionKey() town!: string;
  @ClusteringKey() name!: string;
}

@EntityRepository(Cat)
class CatRepository extends Repository<Cat> {
  called(name: string): Promise<Cat[]> {
    return this.find().then((cats) => cats.filter((cat) => cat.name === name));
  }
}

@Injectable()
class CatService {
  constructor(
    @InjectRepository(Cat) readonly cats: Repository<Cat>,
    @InjectDataSource() readonly dataSource: DataSource,
  ) {}
}

@Module({ imports: [CaspyModule.forFeature([Cat])], providers: [CatService], exports: [CatService] })
class CatModule {}

const opened: TestingModule[] = [];

async function start(metadata: ModuleMetadata, logger = new LogLines()): Promise<TestingModule> {
  const module = await Test.createTestingModule(metadata).setLogger(logger).compile();
  opened.push(module);
  return module.init();
}

/** Drops what the data sources of a module made, then closes the module. */
async function stop(app: INestApplicationContext, ...names: string[]): Promise<void> {
  for (const name of names.length === 0 ? ['default'] : names) {
    const dataSource = app.get<DataSource>(getDataSourceToken(name), { strict: false });
    if (dataSource.isInitialized) await dropTestData(dataSource);
  }
  await app.close();
}

afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

test('repositories of entities that were loaded by forFeature', async () => {
  const app = await start({ imports: [CaspyModule.forRoot(moduleOptions({ autoLoadEntities: true })), CatModule] });
  const { cats, dataSource } = app.get(CatService);
  expect(dataSource).toBe(app.get(DataSource));
  expect(cats).toBe(dataSource.getRepository(Cat));
  const { id } = await cats.save(cats.create({ name: 'Tom' }));
  expect(await cats.get({ id })).toEqual({ id, name: 'Tom' });
  await stop(app);
  expect(dataSource.isInitialized).toBe(false);
});

test('two classes of one name have their own repositories', async () => {
  @Module({ imports: [CaspyModule.forFeature([OtherCat])] })
  class OtherModule {}
  const app = await start({
    imports: [CaspyModule.forRoot(moduleOptions({ autoLoadEntities: true })), CatModule, OtherModule],
  });
  const repository = (target: new () => object): Repository<object> =>
    app.get(getRepositoryToken(target), { strict: false });
  expect(repository(Cat).metadata.tableName).toBe('cat');
  expect(repository(OtherCat).metadata.tableName).toBe('other_cats');
  await stop(app);
});

test('repository classes of your own, and providers that extend a repository', async () => {
  @Injectable()
  class CountingCats extends Repository<Cat> {
    constructor(
      @InjectRepository(Cat) base: Repository<Cat>,
      @Inject('step') readonly step: number,
    ) {
      super(base);
    }
    async counted(): Promise<number> {
      return (await this.count()) * this.step;
    }
  }
  const app = await start({
    imports: [CaspyModule.forRoot(moduleOptions({ autoLoadEntities: true })), CaspyModule.forFeature([CatRepository])],
    providers: [CountingCats, { provide: 'step', useValue: 10 }],
  });
  const cats = app.get(CatRepository);
  await cats.save(cats.create({ name: 'Tom' }));
  expect(cats).toBeInstanceOf(CatRepository);
  expect(await cats.called('Tom')).toHaveLength(1);
  expect(await app.get(CountingCats).counted()).toBe(10);
  expect(await app.get<Repository<Cat>>(getRepositoryToken(Cat)).count()).toBe(1);
  await stop(app);
});

test('several data sources, told apart by their names', async () => {
  const app = await start({
    imports: [
      CaspyModule.forRoot(moduleOptions({ autoLoadEntities: true })),
      CaspyModule.forRootAsync({ name: 'audit', useFactory: () => moduleOptions({ autoLoadEntities: true }) }),
      CaspyModule.forFeature([Cat, CatRepository]),
      CaspyModule.forFeature([Cat, CatRepository, Stray], 'audit'),
    ],
  });
  const main = app.get<Repository<Cat>>(getRepositoryToken(Cat));
  const audit = app.get<Repository<Cat>>(getRepositoryToken(Cat, 'audit'));
  await main.save(main.create({ name: 'Tom' }));
  expect([await main.count(), await audit.count()]).toEqual([1, 0]);
  expect(app.get<CatRepository>(getRepositoryToken(CatRepository, 'audit'))).toBeInstanceOf(CatRepository);
  // Each knows the entities of its own forFeature only.
  expect(app.get(DataSource).hasMetadata(Stray)).toBe(false);
  expect(app.get<DataSource>(getDataSourceToken('audit')).hasMetadata(Stray)).toBe(true);
  await stop(app, 'default', 'audit');
});

test.each([undefined, 'audit'])('two data sources called %p are an error, before anything is opened', async (name) => {
  const options = { ...moduleOptions(), name };
  const starting = start({
    imports: [CaspyModule.forRoot(options), CaspyModule.forRootAsync({ name, useFactory: () => options })],
  });
  await expect(starting).rejects.toThrow(`2 data sources are called '${name ?? 'default'}'`);
});

test('an entity that no data source knows: the error names the class and the fix', async () => {
  const starting = start({ imports: [CaspyModule.forRoot(moduleOptions({ entities: [Stray] })), CatModule] });
  await expect(starting).rejects.toThrow(
    /forFeature\(\[Cat\]\): Cat is no entity of the data source, which has Stray\. Add it to 'entities'.*autoLoadEntities/s,
  );
});

test('a factory cannot name its data source any more', async () => {
  const starting = start({ imports: [CaspyModule.forRootAsync({ useFactory: () => ({ name: 'audit' }) as object })] });
  await expect(starting).rejects.toThrow(/has 'name'.*forRootAsync\({ name:/s);
});

describe('forRootAsync', () => {
  const given = moduleOptions({ entities: [Cat] });

  @Injectable()
  class Config implements CaspyOptionsFactory {
    readonly asked: string[] = [];
    createCaspyOptions(name: string): CaspyModuleOptions {
      this.asked.push(name);
      return given;
    }
  }
  @Module({ providers: [Config], exports: [Config] })
  class ConfigModule {}

  test.each([
    ['useClass', { useClass: Config }],
    ['useExisting', { imports: [ConfigModule], useExisting: Config }],
    [
      'useFactory',
      {
        imports: [ConfigModule],
        inject: [Config],
        useFactory: async (config: Config) => config.createCaspyOptions(''),
      },
    ],
  ])('%s', async (_, options) => {
    const app = await start({ imports: [CaspyModule.forRootAsync(options), CatModule] });
    expect(await app.get(CatService).cats.find()).toEqual([]);
    expect(app.get(DataSource).keyspace).toBe(given.keyspace);
    await app.close();
  });

  afterAll(async () => {
    await dropTestData(await new DataSource({ ...given }).initialize());
  });
});

describe('connecting', () => {
  const behind = (gate: Gate, more: CaspyModuleOptions): CaspyModuleOptions =>
    moduleOptions({ contactPoints: ['127.0.0.1'], port: gate.port, entities: [Cat], retryDelay: 30, ...more });

  test('is tried again until Cassandra answers', async () => {
    const gate = await Gate.reserve();
    const logger = new LogLines();
    const starting = start(
      { imports: [CaspyModule.forRoot(behind(gate, { retryAttempts: 1_000 })), CatModule] },
      logger,
    );
    await until(() => logger.lines.some((line) => line.includes('Attempt 2 of 1000')));
    await gate.open();
    const app = await starting;
    expect(await app.get(CatService).cats.find()).toEqual([]);
    expect(logger.lines.find((line) => line.includes('Attempt 1'))).toBe(
      "warn The data source 'default' is not connected: CASPY_CONNECTION. Attempt 1 of 1000; the next one in 30 ms.",
    );
    await stop(app);
    await gate.shut();
  });

  test('fails with the last error when the attempts are used up', async () => {
    const gate = await Gate.reserve();
    const logger = new LogLines();
    const options = behind(gate, { retryAttempts: 3, verboseRetryLog: true });
    const starting = start({ imports: [CaspyModule.forRoot(options)] }, logger);
    await expect(starting).rejects.toMatchObject({ code: 'CASPY_CONNECTION' });
    const retries = logger.lines.filter((line) => line.includes('is not connected'));
    expect(retries).toHaveLength(2);
    expect(retries[0]).toContain(String(gate.port));
  });

  test('is not tried again where that is no use, and toRetry decides otherwise', async () => {
    const missing = moduleOptions({ synchronize: false, retryDelay: 1 });
    const logger = new LogLines();
    await expect(start({ imports: [CaspyModule.forRoot(missing)] }, logger)).rejects.toMatchObject({
      code: 'CASPY_KEYSPACE_NOT_FOUND',
    });
    expect(logger.lines.filter((line) => line.includes('Attempt'))).toEqual([]);
    const asked: unknown[] = [];
    const toRetry = (error: unknown): boolean => asked.push(error) < 3;
    await expect(start({ imports: [CaspyModule.forRoot({ ...missing, toRetry })] })).rejects.toMatchObject({
      code: 'CASPY_KEYSPACE_NOT_FOUND',
    });
    expect(asked).toHaveLength(3);
  });

  test('lazyConnection: the application starts at once, and repositories work as soon as Cassandra does', async () => {
    const gate = await Gate.reserve();
    const app = await start({ imports: [CaspyModule.forRoot(behind(gate, { lazyConnection: true })), CatModule] });
    const { cats, dataSource } = app.get(CatService);
    await expect(cats.find()).rejects.toMatchObject({ code: 'CASPY_NOT_INITIALIZED' });
    await gate.open();
    await until(() => dataSource.isInitialized);
    await cats.save(cats.create({ name: 'Tom' }));
    expect(await cats.count()).toBe(1);
    await stop(app);
    await gate.shut();
  });

  test('lazyConnection: close() ends the attempts', async () => {
    const gate = await Gate.reserve();
    const logger = new LogLines();
    const options = behind(gate, { lazyConnection: true, retryDelay: 3_600_000 });
    const app = await start({ imports: [CaspyModule.forRoot(options), CatModule] }, logger);
    await until(() => logger.lines.some((line) => line.includes('Attempt 1;')));
    await app.close();
    expect(app.get(DataSource).isInitialized).toBe(false);
  });

  test('manualInitialization leaves it to you', async () => {
    const options = moduleOptions({ manualInitialization: true, entities: [Cat] });
    const app = await start({ imports: [CaspyModule.forRoot(options), CatModule] });
    const { cats, dataSource } = app.get(CatService);
    expect(dataSource.isInitialized).toBe(false);
    await dataSource.initialize();
    expect(await cats.find()).toEqual([]);
    await stop(app);
  });
});

test('shutdown lets the requests on their way end', async () => {
  const options = moduleOptions({ autoLoadEntities: true, pool: { maxInFlight: 4 } });
  const app = await start({ imports: [CaspyModule.forRoot(options), CatModule] });
  const { cats, dataSource } = app.get(CatService);
  const saves = Array.from({ length: 200 }, (_, at) => cats.save(cats.create({ name: String(at) })));
  const closing = app.close();
  await expect(Promise.all(saves)).resolves.toHaveLength(200);
  await closing;
  await expect(cats.find()).rejects.toMatchObject({ code: 'CASPY_CLOSED' });
  await dataSource.initialize();
  expect(await dataSource.getRepository(Cat).count()).toBe(200);
  await dropTestData(dataSource);
});

test('tests replace a repository, and the data source, by their tokens', async () => {
  const fake = { find: async () => [{ name: 'fake' }] };
  const app = await Test.createTestingModule({
    imports: [CaspyModule.forRoot({ ...testConnection(), keyspace: 'nowhere' }), CatModule],
  })
    .overrideProvider(getDataSourceToken())
    .useValue({})
    .overrideProvider(getRepositoryToken(Cat))
    .useValue(fake)
    .compile();
  expect(await app.get(CatService).cats.find()).toEqual([{ name: 'fake' }]);
  await app.close();
});
