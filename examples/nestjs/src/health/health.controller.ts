import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { Draining } from './draining';
import { CaspyHealthIndicator } from 'caspy/nestjs';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly cassandra: CaspyHealthIndicator,
    private readonly draining: Draining,
  ) {}

  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.#server(), () => this.cassandra.pingCheck('cassandra')]);
  }

  #server() {
    const server = this.indicators.check('server');
    return this.draining.isActive ? server.down('It is about to stop.') : server.up();
  }
}
