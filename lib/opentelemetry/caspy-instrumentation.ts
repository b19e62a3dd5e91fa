import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Histogram, MeterProvider, Tracer, TracerProvider } from '@opentelemetry/api';
import { context, metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { QueryMessage } from '../session/request-observer';
import { versionOf } from '../version';
import { commonAttributes, spanAttributes, summaryOf } from './query-attributes';

/** Options of `CaspyInstrumentation`. */
export interface CaspyInstrumentationConfig {
  /** Whether it starts at once; true unless set. */
  readonly enabled?: boolean;
  /** Makes spans only below a span that is there, such as one of a request; false unless set. */
  readonly requireParentSpan?: boolean;
  /** Puts the CQL on spans, `?` in place of values; true unless set. */
  readonly queryText?: boolean;
}

const NAME = 'caspy';
const CHANNEL = 'caspy:query';

/** Seconds, as the conventions for databases advise. */
const BOUNDARIES = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/**
 * Spans and metrics of OpenTelemetry for every request to Cassandra, of all data sources of this process, by the stable
 * conventions for databases. It listens to the `diagnostics_channel` `caspy:query`; without it nothing is paid.
 *
 * It has the methods that `registerInstrumentations()` calls. A span is the child of the one that was active where the
 * repository was called, and is made when the request has ended.
 *
 * @example
 * ```ts
 * registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new CaspyInstrumentation()] });
 * ```
 */
export class CaspyInstrumentation {
  readonly instrumentationName = NAME;
  readonly instrumentationVersion: string = versionOf(NAME) ?? '';
  #config: CaspyInstrumentationConfig;
  #tracer: Tracer;
  #duration: Histogram;
  #isEnabled = false;

  constructor(config: CaspyInstrumentationConfig = {}) {
    this.#config = config;
    this.#tracer = this.#tracerOf(trace);
    this.#duration = this.#histogramOf(metrics);
    if (config.enabled !== false) this.enable();
  }

  /** Starts, unless it runs already. */
  enable(): void {
    if (this.#isEnabled) return;
    this.#isEnabled = true;
    subscribe(CHANNEL, this.#onQuery);
  }

  /** Ends: requests cost nothing again. */
  disable(): void {
    this.#isEnabled = false;
    unsubscribe(CHANNEL, this.#onQuery);
  }

  /** Where spans go; by default to the global provider. */
  setTracerProvider(provider: TracerProvider): void {
    this.#tracer = this.#tracerOf(provider);
  }

  /** Where metrics go; by default to the global provider. */
  setMeterProvider(provider: MeterProvider): void {
    this.#duration = this.#histogramOf(provider);
  }

  setConfig(config: CaspyInstrumentationConfig): void {
    this.#config = config;
  }

  getConfig(): CaspyInstrumentationConfig {
    return this.#config;
  }

  readonly #onQuery = (published: unknown): void => {
    // The channel belongs to caspy, which publishes nothing else there.
    const message = published as QueryMessage;
    const attributes = commonAttributes(message);
    this.#duration.record((message.duration + message.queued) / 1000, attributes);
    const { requireParentSpan = false, queryText = true } = this.#config;
    if (requireParentSpan && trace.getSpan(context.active()) === undefined) return;
    const end = Date.now();
    const span = this.#tracer.startSpan(summaryOf(message.cql), {
      kind: SpanKind.CLIENT,
      startTime: end - message.duration - message.queued,
      attributes: { ...attributes, ...spanAttributes(message, queryText) },
    });
    // Its message may name what the request was about; the code says what happened.
    if (message.error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: message.error.code });
    span.end(end);
  };

  #tracerOf(provider: Pick<TracerProvider, 'getTracer'>): Tracer {
    return provider.getTracer(NAME, this.instrumentationVersion);
  }

  #histogramOf(provider: Pick<MeterProvider, 'getMeter'>): Histogram {
    return provider.getMeter(NAME, this.instrumentationVersion).createHistogram('db.client.operation.duration', {
      ...{ description: 'Duration of database client operations.', unit: 's' },
      advice: { explicitBucketBoundaries: BOUNDARIES },
    });
  }
}
