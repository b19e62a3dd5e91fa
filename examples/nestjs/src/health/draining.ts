import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { Settings } from '../settings';
import { SETTINGS } from '../settings.module';

/**
 * The time between the wish to stop and the end. The health check says 503 and every answer asks the client to close its
 * connection, so that clients have left before the server closes connections that it takes for idle; requests are
 * answered as ever.
 */
@Injectable()
export class Draining implements OnModuleDestroy, BeforeApplicationShutdown {
  #active = false;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  get isActive(): boolean {
    return this.#active;
  }

  readonly middleware = (_request: Request, response: Response, next: NextFunction): void => {
    if (this.#active) response.setHeader('Connection', 'close');
    next();
  };

  onModuleDestroy(): void {
    this.#active = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await pause(this.settings.drainTime);
  }
}
