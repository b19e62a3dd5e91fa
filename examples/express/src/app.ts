import type { Express } from 'express';
import express from 'express';
import { notFound, otherErrors } from './http/other-errors';
import type { Metrics } from './metrics';
import { addDocsRoutes } from './routes/docs-routes';
import { addHealthRoutes } from './routes/health-routes';
import { addPostRoutes } from './routes/post-routes';
import { addStatisticsRoutes } from './routes/statistics-routes';
import { addUserRoutes } from './routes/user-routes';
import type { DataSource } from 'caspy';
import { caspyErrorHandler, jsonReplacer } from 'caspy/express';

/** What the application needs of its surroundings. */
export interface Surroundings {
  readonly dataSource: DataSource;
  readonly metrics: Metrics;
  readonly isClosing: () => boolean;
}

export function createApp({ dataSource, metrics, isClosing }: Surroundings): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('json replacer', jsonReplacer);
  metrics.addTo(app);
  app.use(express.json({ limit: '100kb' }));
  addHealthRoutes(app, dataSource, isClosing);
  addDocsRoutes(app);
  addUserRoutes(app, dataSource);
  addPostRoutes(app, dataSource);
  addStatisticsRoutes(app, dataSource);
  app.use(notFound);
  app.use(caspyErrorHandler());
  app.use(otherErrors);
  return app;
}
