import type { token } from 'cassandra-driver';
import { types } from 'cassandra-driver';
import type { Statement } from '../query/statement';
import { AVOIDED_HOSTS, type AttemptOptions, BY_ADDRESS } from './avoiding-policy';
import { CONSISTENCY_CODES } from './consistency';
import { AS_BYTES } from './fast-decode/tap-client';
import type { RequestOptions } from './request';
import type { ResolvedOptions } from './resolved-options';
import { checkRequestOptions } from './validate-request';

/** How one request is to be sent. */
export interface RequestPlan {
  /** The driver's options of the first attempt; frozen, and shared by all requests of the same sort. */
  readonly driver: AttemptOptions;
  /** The same for a cluster without a second node to turn to: waiting is then better than asking again. */
  readonly patient: AttemptOptions;
  /** Milliseconds until the caller gets an answer or an error. */
  readonly timeout: number;
  /** The timeout was asked for by this request and so covers the queue too. */
  readonly coversQueue: boolean;
  readonly isIdempotent: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Part of the deadline that one of several attempts gets: after two hung nodes there is time for a third. */
const ATTEMPT_SHARE = 0.4;
/** A single attempt ends a little before the deadline, because the driver then says which node did not answer. */
const WHOLE_SHARE = 0.98;
/** A schema change waits for the agreement of all nodes, for which the driver alone allows 10 s. */
const SCHEMA_TIMEOUT = 30_000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** Turns statements and request options into plans; what can be computed once is computed here. */
export class RequestPlanner {
  readonly #options: ResolvedOptions;
  readonly #once: RequestPlan;
  readonly #repeatable: RequestPlan;
  readonly #oncePlans = new WeakMap<RequestOptions, RequestPlan>();
  readonly #repeatablePlans = new WeakMap<RequestOptions, RequestPlan>();

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#once = this.#make({}, false, true, options.requestTimeout);
    this.#repeatable = this.#make({}, true, true, options.requestTimeout);
  }

  /** The plan of a prepared statement without options. */
  standard(isIdempotent: boolean): RequestPlan {
    return isIdempotent ? this.#repeatable : this.#once;
  }

  /** @throws {ConfigurationError} for an unknown profile or level, or a timeout that is no time. */
  plan(statement: Pick<Statement, 'kind' | 'idempotent'>, options: RequestOptions, isPrepared: boolean): RequestPlan {
    checkRequestOptions(options, this.#options.profiles.keys());
    const isIdempotent = options.idempotent ?? statement.idempotent;
    const plan = this.#make(options, isIdempotent, options.prepare ?? isPrepared, this.#timeout(statement, options));
    if (statement.kind !== 'schema') return plan;
    return {
      ...plan,
      driver: { ...plan.driver, [BY_ADDRESS]: true },
      patient: { ...plan.patient, [BY_ADDRESS]: true },
    };
  }

  /** The plan of a prepared statement for many requests with the same options object, which is checked once. */
  repeated(options: RequestOptions | undefined, isIdempotent: boolean): RequestPlan {
    return options === undefined ? this.standard(isIdempotent) : this.#known(options, isIdempotent);
  }

  #known(options: RequestOptions, isIdempotent: boolean): RequestPlan {
    const plans = isIdempotent ? this.#repeatablePlans : this.#oncePlans;
    let plan = plans.get(options);
    if (plan === undefined) {
      plan = this.plan({ kind: 'write', idempotent: isIdempotent }, options, true);
      plans.set(options, plan);
    }
    return plan;
  }

  #timeout({ kind }: Pick<Statement, 'kind'>, { timeout, profile }: RequestOptions): number {
    const ofProfile = profile === undefined ? undefined : this.#options.profiles.get(profile)?.timeout;
    const usual = ofProfile ?? this.#options.requestTimeout;
    return Math.min(timeout ?? (kind === 'schema' ? Math.max(SCHEMA_TIMEOUT, usual) : usual), LONGEST_TIMER);
  }

  #make(options: RequestOptions, isIdempotent: boolean, prepare: boolean, timeout: number): RequestPlan {
    const isRepeated = isIdempotent && this.#options.retry.attempts > 1;
    const asBytes = this.#options.fastDecode ? { [AS_BYTES]: true } : {};
    const patient = {
      ...driverOptions(options),
      ...asBytes,
      isIdempotent,
      prepare,
      readTimeout: share(timeout, WHOLE_SHARE),
    };
    return Object.freeze({
      driver: Object.freeze(isRepeated ? { ...patient, readTimeout: share(timeout, ATTEMPT_SHARE) } : patient),
      patient: Object.freeze(patient),
      timeout,
      coversQueue: options.timeout !== undefined,
      isIdempotent,
      signal: options.signal,
    });
  }
}

/** The options of a further attempt: less time, and other nodes first. */
export function retryOptions(plan: RequestPlan, remaining: number, avoided: ReadonlySet<string>): AttemptOptions {
  return {
    ...plan.driver,
    readTimeout: Math.max(1, Math.min(plan.driver.readTimeout ?? remaining, Math.floor(remaining))),
    [AVOIDED_HOSTS]: avoided,
  };
}

/** A plan whose attempts go to the replicas of a token. */
export function routedPlan(plan: RequestPlan, token: token.Token): RequestPlan {
  // The driver takes tokens too, which its typings leave out.
  const routing = { routingKey: token as unknown as Buffer };
  return { ...plan, driver: { ...plan.driver, ...routing }, patient: { ...plan.patient, ...routing } };
}

/** Microseconds, as the driver takes them: numbers where they are exact. */
export type WriteTime = number | types.Long;

export function writeTime(timestamp: bigint | number): WriteTime {
  // types.Long is the class of the package long, which the driver's typings import a second time.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  return typeof timestamp === 'number' ? timestamp : types.Long.fromString(timestamp.toString());
}

function share(timeout: number, part: number): number {
  return Math.max(1, Math.floor(timeout * part));
}

function driverOptions(options: RequestOptions): AttemptOptions {
  const { consistency, serialConsistency, profile, fetchSize, pageState, timestamp, tracing } = options;
  return {
    ...(consistency === undefined ? {} : { consistency: CONSISTENCY_CODES[consistency] }),
    ...(serialConsistency === undefined ? {} : { serialConsistency: CONSISTENCY_CODES[serialConsistency] }),
    ...(profile === undefined ? {} : { executionProfile: profile }),
    ...(fetchSize === undefined ? {} : { fetchSize }),
    ...(pageState === undefined ? {} : { pageState }),
    ...(timestamp === undefined ? {} : { timestamp: writeTime(timestamp) }),
    ...(tracing === true ? { traceQuery: true } : {}),
  };
}
