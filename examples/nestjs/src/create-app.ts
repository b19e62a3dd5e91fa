import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module';
import { Draining } from './health/draining';
import type { Settings } from './settings';

/** The application, connected to Cassandra and with its tables, but not listening yet. */
export async function createApp(settings: Settings): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(settings), {
    logger: ['warn', 'error', 'fatal'],
    // Whoever starts it says what went wrong.
    abortOnError: false,
  });
  app.setGlobalPrefix('api');
  app.disable('x-powered-by');
  app.use(app.get(Draining).middleware);
  app.useStaticAssets(join(__dirname, '..', 'public'));
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, describeApi()));
  return app;
}

function describeApi() {
  return new DocumentBuilder()
    .setTitle('Flight board')
    .setDescription('Departures of airports in the United States, first quarter of 2001. Errors are problem details.')
    .setVersion('1')
    .build();
}
