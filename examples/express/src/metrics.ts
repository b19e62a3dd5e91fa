import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Express, Request } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'caspy';

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** What the channel says of a query, as far as it is counted here. */
interface Query {
  readonly operation: string;
  readonly duration: number;
  readonly error?: { readonly code: string } | undefined;
}

/** Metrics for Prometheus: of the process, of HTTP by route, of the pool, and of each operation on Cassandra. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #queries = new Histogram({
    ...{ name: 'caspy_query_duration_seconds', help: 'Queries by operation and outcome', buckets: SECONDS },
    ...{ labelNames: ['operation', 'outcome'], registers: [this.#registry] },
  });
  readonly #requests = new Histogram({
    ...{ name: 'http_request_duration_seconds', help: 'Requests by route', buckets: SECONDS },
    ...{ labelNames: ['method', 'route', 'status'], registers: [this.#registry] },
  });

  constructor(dataSource: DataSource) {
    collectDefaultMetrics({ register: this.#registry });
    const pool = { in_flight: 'inFlight', queued: 'queued', prepared_statements: 'preparedStatements' } as const;
    for (const [name, key] of Object.entries(pool)) {
      const gauge: Gauge = new Gauge({
        ...{ name: `caspy_pool_${name}`, help: `The pool: ${key}`, registers: [this.#registry] },
        collect: () => gauge.set(dataSource.metrics()[key]),
      });
    }
    subscribe('caspy:query', this.#onQuery);
  }

  /** Before all other routes, so that each request is counted. */
  addTo(app: Express): void {
    app.use((request, response, next) => {
      const end = this.#requests.startTimer({ method: request.method });
      response.once('finish', () => end({ route: routeOf(request), status: String(response.statusCode) }));
      next();
    });
    app.get('/metrics', async (_request, response) => {
      response.type(this.#registry.contentType).send(await this.#registry.metrics());
    });
  }

  close(): void {
    unsubscribe('caspy:query', this.#onQuery);
  }

  readonly #onQuery = (message: unknown): void => {
    const { operation, duration, error } = message as Query;
    this.#queries.observe({ operation, outcome: error?.code ?? 'ok' }, duration / 1000);
  };
}

/** The route and not the path, which has ids in it: a label with many values makes many time series. */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path: unknown = typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
  return typeof path === 'string' ? path : 'none';
}
