import type { Express } from 'express';
import type { DataSource } from 'caspy';
import { sendProblem } from 'caspy/express';

/** For whoever runs this: `live` says that the process answers, `ready` that it should get requests. */
export function addHealthRoutes(app: Express, dataSource: DataSource, isClosing: () => boolean): void {
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'up' });
  });

  app.get('/health/ready', async (_request, response) => {
    const { status, latency } = await dataSource.health();
    if (status === 'up' && !isClosing()) response.json({ status, latency });
    else sendProblem(response, 503, { detail: 'Not ready.', retryAfter: 1 });
  });
}
