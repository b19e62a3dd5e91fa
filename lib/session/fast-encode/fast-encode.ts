import type { Client, types } from 'cassandra-driver';
import type { AttemptOptions } from '../avoiding-policy';
import type { BatchItem } from '../batch';
import type { FastPathState } from '../pool-state';
import type { WriteTime } from '../request-planner';
import { DirectBatch, DirectExecute } from './direct-requests';
import {
  type DriverOptions,
  driverParts,
  type DriverParts,
  type PreparedItem,
  type StatementMeta,
} from './driver-parts';
import { MAX_SHORT, valuesLength } from './frames';
import { routingKey } from './routing-key';
import { selfTest } from './self-test';

type Parameters = readonly unknown[];

/** What the driver keeps of a statement; without an id, it was not prepared yet. */
interface PreparedInfo {
  readonly queryId?: Buffer;
  readonly meta?: StatementMeta;
}

/** Members of the driver's client that its typings leave out. */
interface InnerClient {
  readonly connected: boolean;
  readonly keyspace: string | undefined;
  readonly controlConnection: { readonly protocolVersion: number };
  readonly metadata: { getPreparedInfo(keyspace: string | undefined, cql: string): PreparedInfo };
}

/** The protocol of all versions of Cassandra that are still maintained; those of DSE have other frames. */
const PROTOCOL = 4;

/**
 * Sends prepared statements on the driver's own connections, with its retries and its choice of nodes, but without what
 * its `execute` does before that for every request: five promises, the search for types of values that are encoded
 * already, and some thirty small buffers for a frame.
 *
 * Where it cannot, as for the first request of a statement, for values that the driver has to encode, or with an unknown
 * version of the driver, the driver's `execute` and `batch` do it.
 */
export class FastEncode {
  #parts: DriverParts | undefined = undefined;
  #state: FastPathState;

  /** @param isWanted what the option says */
  constructor(isWanted: boolean) {
    const found = isWanted ? driverParts() : 'the option fastEncode is false';
    if (typeof found !== 'string') this.#parts = found;
    this.#state = { active: false, reason: typeof found === 'string' ? found : 'no statement was prepared yet' };
  }

  /** Active from the second request of a statement on, and not before. */
  get state(): FastPathState {
    return this.#state;
  }

  /**
   * @param timestamp microseconds; without it, the options or the driver's generator say what it is
   * @throws at once what a generator of write times throws
   */
  execute(
    client: Client,
    cql: string,
    params: Parameters,
    options: AttemptOptions,
    timestamp?: WriteTime,
  ): Promise<types.ResultSet> {
    // The driver's typings want a mutable array; it does not change it.
    return (
      this.#executeDirectly(client, cql, params, options, timestamp) ??
      client.execute(cql, params as unknown[], withTime(options, timestamp))
    );
  }

  /** @param timestamp as for `execute` */
  batch(
    client: Client,
    batch: readonly BatchItem[],
    options: AttemptOptions,
    timestamp?: WriteTime,
  ): Promise<types.ResultSet> {
    return (
      this.#batchDirectly(client, batch, options, timestamp) ??
      client.batch(batch as BatchItem[], withTime(options, timestamp))
    );
  }

  #executeDirectly(
    client: Client,
    cql: string,
    params: Parameters,
    options: AttemptOptions,
    timestamp: WriteTime | undefined,
  ): Promise<types.ResultSet> | undefined {
    const parts = this.#partsFor(client, options);
    if (parts === undefined) return undefined;
    const info = preparedInfo(client, cql);
    const length = valuesLength(params);
    if (info === undefined || length === undefined) return undefined;
    const { queryId, meta } = info;
    const driver = routedOptions(parts, client, options, params, meta);
    return parts.send(new DirectExecute(cql, queryId, params, driver, meta, timestamp, length), driver, client);
  }

  #batchDirectly(
    client: Client,
    batch: readonly BatchItem[],
    options: AttemptOptions,
    timestamp: WriteTime | undefined,
  ): Promise<types.ResultSet> | undefined {
    const parts = this.#partsFor(client, options);
    if (parts === undefined || batch.length > MAX_SHORT) return undefined;
    const items = preparedItems(client, batch);
    const first = items?.[0];
    if (items === undefined || first === undefined) return undefined;
    const length = lengthOf(items);
    if (length === undefined) return undefined;
    const driver = routedOptions(parts, client, options, first.params, first.meta);
    return parts.send(new DirectBatch(items, driver, timestamp, length), driver, client);
  }

  #partsFor(client: Client, { prepare, routingKey }: AttemptOptions): DriverParts | undefined {
    if (this.#parts === undefined || prepare !== true || routingKey !== undefined) return undefined;
    const { connected, controlConnection } = client as unknown as InnerClient;
    if (!connected || controlConnection.protocolVersion !== PROTOCOL) return undefined;
    if (!this.#state.active) this.#test(this.#parts, client);
    return this.#parts;
  }

  #test(parts: DriverParts, client: Client): void {
    const fault = selfTest(parts, client);
    if (fault !== undefined) this.#parts = undefined;
    this.#state = fault === undefined ? { active: true } : { active: false, reason: `the self-test failed: ${fault}` };
  }
}

function preparedInfo(client: Client, cql: string): Required<PreparedInfo> | undefined {
  const { metadata, keyspace } = client as unknown as InnerClient;
  const { queryId, meta } = metadata.getPreparedInfo(keyspace, cql);
  return queryId === undefined || meta?.partitionKeys === undefined ? undefined : { queryId, meta };
}

function preparedItems(client: Client, batch: readonly BatchItem[]): PreparedItem[] | undefined {
  const items: PreparedItem[] = [];
  let last: Required<PreparedInfo> | undefined;
  let text: string | undefined;
  for (const { query, params } of batch) {
    if (query !== text) last = preparedInfo(client, query);
    text = query;
    if (last === undefined) return undefined;
    items.push({ query, params, queryId: last.queryId, meta: last.meta });
  }
  return items;
}

function lengthOf(items: readonly PreparedItem[]): number | undefined {
  let all = 0;
  for (const { params } of items) {
    const length = valuesLength(params);
    if (length === undefined) return undefined;
    all += length;
  }
  return all;
}

/** The driver's options of a request, which tell it the partition, by which it picks the node. */
function routedOptions(
  parts: DriverParts,
  client: Client,
  options: AttemptOptions,
  params: Parameters,
  { keyspace, partitionKeys = [] }: StatementMeta,
): DriverOptions {
  const driver = parts.makeOptions(options, client);
  if (keyspace !== undefined) driver.setKeyspace(keyspace);
  driver.setRoutingIndexes(partitionKeys);
  const key = routingKey(params, partitionKeys);
  if (key !== undefined) driver.setRoutingKey(key);
  return driver;
}

function withTime(options: AttemptOptions, timestamp: WriteTime | undefined): AttemptOptions {
  return timestamp === undefined ? options : { ...options, timestamp };
}
