import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import type { DataSource } from '../data-source/data-source';
import type { Health } from '../session/pool-state';
import { DEFAULT_DATA_SOURCE, getDataSourceToken } from './tokens';

/** What a health indicator answers: its state by its key. */
export type CaspyHealth<K extends string = string> = Record<
  K,
  { readonly status: 'up' | 'down'; readonly [detail: string]: unknown }
>;

/** Which data source is asked, and how long it may take. */
export interface PingCheckOptions {
  /** The data source or its name; the default one unless set. */
  readonly dataSource?: string | DataSource | undefined;
  /** Milliseconds; 1,000 unless set. */
  readonly timeout?: number | undefined;
}

const TIMEOUT = 1_000;

/**
 * Whether Cassandra answers, for `@nestjs/terminus` 10 to 12. `CaspyModule.forRoot` provides it everywhere. It never
 * loads terminus itself: it only gives the form of answer that the terminus of the application takes.
 *
 * @example
 * ```ts
 * @Get()
 * @HealthCheck()
 * check() {
 *   return this.health.check([() => this.cassandra.pingCheck('cassandra')]);
 * }
 * ```
 */
@Injectable()
export class CaspyHealthIndicator {
  readonly #moduleRef: ModuleRef;
  readonly #modules: ModulesContainer;

  constructor(@Inject(ModuleRef) moduleRef: ModuleRef, @Inject(ModulesContainer) modules: ModulesContainer) {
    this.#moduleRef = moduleRef;
    this.#modules = modules;
  }

  /** Reads one row of the node itself. Says no addresses: answers of health checks are often public. */
  async pingCheck<const K extends string>(key: K, options: PingCheckOptions = {}): Promise<CaspyHealth<K>> {
    const { dataSource = DEFAULT_DATA_SOURCE, timeout = TIMEOUT } = options;
    const source = typeof dataSource === 'string' ? this.#find(dataSource) : dataSource;
    const health = await within(timeout, source.health());
    if (health?.status === 'up') {
      const hosts = { up: health.hosts.filter(({ up }) => up).length, known: health.hosts.length };
      return answer(key, { status: 'up', latency: Math.round(health.latency), hosts });
    }
    const message = health === undefined ? `no answer within ${timeout} ms` : (health.error?.code ?? 'down');
    const result = answer(key, { status: 'down', message });
    if (this.#wantsThrown()) throw Object.assign(new Error(message), { isHealthCheckError: true, causes: result });
    return result;
  }

  #find(name: string): DataSource {
    return this.#moduleRef.get<DataSource>(getDataSourceToken(name), { strict: false });
  }

  /** Terminus 10 takes every answer for a good one, and wants a bad one thrown. Later ones have a service for answers. */
  #wantsThrown(): boolean {
    const terminus = [...this.#modules.values()].filter(({ metatype }) => metatype.name === 'TerminusModule');
    const isService = (token: unknown): boolean =>
      typeof token === 'function' && token.name === 'HealthIndicatorService';
    return terminus.length > 0 && !terminus.some(({ providers }) => [...providers.keys()].some(isService));
  }
}

function answer<K extends string>(key: K, state: CaspyHealth[string]): CaspyHealth<K> {
  // An object literal with a computed key has string keys to the compiler.
  return { [key]: state } as CaspyHealth<K>;
}

async function within(timeout: number, health: Promise<Health>): Promise<Health | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeout);
  });
  try {
    return await Promise.race([health, late]);
  } finally {
    clearTimeout(timer);
  }
}
