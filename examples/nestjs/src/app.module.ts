import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AirportsModule } from './airports/airports.module';
import { FlightsModule } from './flights/flights.module';
import { HealthModule } from './health/health.module';
import { HttpProblemFilter } from './http/http-problem.filter';
import { validationPipe } from './http/validation-pipe';
import type { Settings } from './settings';
import { SettingsModule } from './settings.module';
import { CaspyExceptionFilter, CaspyModule } from 'caspy/nestjs';

/** The whole application. */
@Module({})
export class AppModule {
  static register(settings: Settings): DynamicModule {
    const { contactPoints, port, localDataCenter, keyspace, pageTokenSecret } = settings;
    return {
      module: AppModule,
      imports: [
        CaspyModule.forRoot({
          contactPoints,
          port,
          localDataCenter,
          keyspace,
          pageTokenSecret,
          // For development. In production, run migrations and set 'verify'.
          synchronize: true,
          autoLoadEntities: true,
          // The rules on the entities hold for every write, whoever makes it.
          validate: true,
        }),
        SettingsModule.register(settings),
        AirportsModule,
        FlightsModule,
        HealthModule,
      ],
      providers: [
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, useClass: HttpProblemFilter },
        { provide: APP_FILTER, useClass: CaspyExceptionFilter },
      ],
    };
  }
}
