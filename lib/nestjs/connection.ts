import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DataSource } from '../data-source/data-source';
import { CaspyError, ConfigurationError, RequestError } from '../errors';
import type { EntityClass } from '../metadata/table-metadata';
import { requireEntities } from './features';
import { nestLogger } from './nest-logger';
import type { CaspyModuleOptions } from './options';
import { dataSourceOptions } from './options';

const ATTEMPTS = 10;
const DELAY = 3_000;

/** One data source of an application: how it is connected, and closed. */
export class Connection {
  readonly #name: string;
  readonly #options: CaspyModuleOptions;
  readonly #features: readonly EntityClass[];
  readonly #log = new Logger('CaspyModule');
  readonly #closing = new AbortController();
  #dataSource: DataSource | undefined;
  #connecting: Promise<void> | undefined;

  /** @param features the entities of `forFeature` */
  constructor(name: string, options: CaspyModuleOptions, features: readonly EntityClass[]) {
    checkNumbers(options);
    this.#name = name;
    this.#options = options;
    this.#features = features;
  }

  /** The data source, connected unless the options want it later. @throws what the last attempt failed with. */
  async open(): Promise<DataSource> {
    const { logger = nestLogger(), lazyConnection, manualInitialization, autoLoadEntities } = this.#options;
    const entities = [...(this.#options.entities ?? []), ...(autoLoadEntities === true ? this.#features : [])];
    const dataSource = new DataSource({ ...dataSourceOptions(this.#options), entities, logger });
    this.#dataSource = dataSource;
    if (manualInitialization === true) return dataSource;
    if (lazyConnection === true) {
      // Nobody waits for it, so nobody else would hear of its failure.
      this.#connecting = this.#connect(dataSource, Infinity).catch((error: unknown) => {
        this.#log.error(`${this.#subject()} gives up: ${describe(error, true)}`);
      });
    } else await this.#connect(dataSource, ATTEMPTS);
    return dataSource;
  }

  /** Lets the requests on their way end, then closes. May be called at any time. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connecting;
    await this.#dataSource?.destroy();
  }

  async #connect(dataSource: DataSource, attempts: number): Promise<void> {
    const { retryAttempts = attempts, retryDelay = DELAY, toRetry = isWorthRetrying, verboseRetryLog } = this.#options;
    for (let attempt = 1; !this.#closing.signal.aborted; attempt += 1) {
      try {
        await dataSource.initialize();
        await this.#check(dataSource);
        return;
      } catch (error) {
        if (attempt >= retryAttempts || !toRetry(error)) throw error;
        const count = Number.isFinite(retryAttempts) ? `${attempt} of ${retryAttempts}` : String(attempt);
        this.#log.warn(
          `${this.#subject()} is not connected: ${describe(error, verboseRetryLog === true)} ` +
            `Attempt ${count}; the next one in ${retryDelay} ms.`,
        );
      }
      await pause(retryDelay, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** Here and not where a repository is wanted, because the application does not start then, and nobody would close. */
  async #check(dataSource: DataSource): Promise<void> {
    try {
      requireEntities(dataSource, this.#features, this.#name);
    } catch (error) {
      await dataSource.destroy();
      throw error;
    }
  }

  #subject(): string {
    return `The data source '${this.#name}'`;
  }
}

function isWorthRetrying(error: unknown): boolean {
  return error instanceof RequestError && error.retryable;
}

function describe(error: unknown, whole: boolean): string {
  if (!(error instanceof CaspyError)) return `${String(error)}.`;
  return whole ? error.message : `${error.code}.`;
}

function checkNumbers({ retryAttempts, retryDelay }: CaspyModuleOptions): void {
  if (retryAttempts !== undefined && !(retryAttempts >= 1)) {
    throw new ConfigurationError(`CaspyModule: 'retryAttempts' is a number from 1 on; the first attempt counts.`);
  }
  if (retryDelay !== undefined && !(retryDelay >= 0)) {
    throw new ConfigurationError(`CaspyModule: 'retryDelay' is a number of milliseconds.`);
  }
}
