import 'reflect-metadata';
import { Body, Controller, Get, Injectable, Module, Param, Post } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { DataSource, Repository } from 'caspy';
import {
  CaspyExceptionFilter,
  CaspyHealthIndicator,
  CaspyModule,
  EntityRepository,
  InjectRepository,
  ParseUuidPipe,
} from 'caspy/nestjs';
import { Note } from './note.js';

@EntityRepository(Note)
class NoteRepository extends Repository<Note> {
  async texts(): Promise<string[]> {
    return (await this.find()).map(({ text }) => text).sort();
  }
}

@Injectable()
class NoteService {
  constructor(
    @InjectRepository(Note) readonly notes: Repository<Note>,
    readonly repository: NoteRepository,
    readonly dataSource: DataSource,
  ) {}
}

@Controller()
class NoteController {
  constructor(
    private readonly service: NoteService,
    private readonly health: HealthCheckService,
    private readonly cassandra: CaspyHealthIndicator,
  ) {}

  @Post('notes')
  create(@Body() body: { text: string }): Promise<Note> {
    return this.service.notes.save(this.service.notes.create(body));
  }

  @Get('notes/:id')
  get(@Param('id', ParseUuidPipe) id: string): Promise<Note> {
    return this.service.notes.getOrFail({ id });
  }

  @Get('texts')
  texts(): Promise<string[]> {
    return this.service.repository.texts();
  }

  @Get('health')
  @HealthCheck()
  check(): Promise<object> {
    return this.health.check([() => this.cassandra.pingCheck('cassandra')]);
  }
}

@Module({
  imports: [
    TerminusModule.forRoot({ logger: false }),
    CaspyModule.forRootAsync({
      useFactory: () => ({
        contactPoints: String(process.env['CASPY_TEST_CONTACT_POINTS']).split(','),
        port: Number(process.env['CASPY_TEST_PORT'] ?? 9042),
        localDataCenter: process.env['CASPY_TEST_LOCAL_DC'] ?? 'datacenter1',
        keyspace: String(process.env['CASPY_TEST_KEYSPACE']),
        replication: { class: 'SimpleStrategy', replication_factor: 1 },
        synchronize: true,
        requestTimeout: 30_000,
        autoLoadEntities: true,
      }),
    }),
    CaspyModule.forFeature([NoteRepository]),
  ],
  controllers: [NoteController],
  providers: [NoteService, { provide: APP_FILTER, useClass: CaspyExceptionFilter }],
})
class AppModule {}

/** Starts the application, asks it a few things over HTTP, closes it; answers what it heard. */
export async function askApplication(): Promise<unknown[]> {
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const ask = async (path: string, body?: object): Promise<readonly [number, any]> => {
    const init = body && {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    };
    const response = await fetch(url + path, init);
    return [response.status, await response.json()];
  };
  const [created, note] = await ask('/notes', { text: 'hello' });
  const [found, same] = await ask(`/notes/${note.id}`);
  const [missing, problem] = await ask('/notes/00000000-0000-4000-8000-000000000000');
  const [invalid, faults] = await ask('/notes', { text: 7 });
  const [, texts] = await ask('/texts');
  const [healthy, health] = await ask('/health');
  const dataSource = app.get(DataSource);
  await dataSource.execute(`DROP KEYSPACE "${dataSource.keyspace}"`, [], { timeout: 60_000 });
  await dataSource.destroy();
  const [unhealthy, broken] = await ask('/health');
  await app.close();
  return [
    ...[created, found, same.text, missing, problem.code, invalid, faults.errors[0].field, texts],
    ...[healthy, health.info.cassandra.status, unhealthy, broken.error.cassandra.message],
  ];
}
