import { type Client, type ExecutionOptions, type QueryOptions, type types, version } from 'cassandra-driver';
import { KNOWN_DRIVERS } from '../known-drivers';

/** The driver's options of one request. Its typings leave out what the driver itself sets on them. */
export interface DriverOptions extends ExecutionOptions {
  getOrGenerateTimestamp(): types.Long | null;
  setKeyspace(keyspace: string): void;
  setRoutingIndexes(indexes: readonly number[]): void;
  setRoutingKey(key: Buffer): void;
}

/** The driver's encoder of one connection. */
export interface DriverEncoder {
  readonly protocolVersion: number;
}

/** A request as the driver sends it: asked for its frame when its connection has a stream for it. */
export interface DriverRequest {
  write(encoder: DriverEncoder, streamId: number): Buffer;
}

/** One statement of a batch. */
export interface PreparedItem {
  readonly query: string;
  readonly queryId: Buffer;
  readonly params: readonly unknown[];
  readonly meta: StatementMeta;
}

/** What a PREPARE has answered. */
export interface StatementMeta {
  readonly keyspace?: string;
  readonly columns: readonly object[];
  readonly partitionKeys?: readonly number[];
}

/** Classes of the driver that it keeps to itself. */
export interface DriverParts {
  readonly ExecuteRequest: new (
    query: string,
    queryId: Buffer,
    params: readonly unknown[],
    options: DriverOptions,
    meta: StatementMeta,
  ) => DriverRequest;
  readonly BatchRequest: new (items: readonly PreparedItem[], options: DriverOptions) => DriverRequest;
  readonly makeOptions: (options: QueryOptions, client: Client) => DriverOptions;
  readonly send: (request: DriverRequest, options: DriverOptions, client: Client) => Promise<types.ResultSet>;
}

interface Modules {
  readonly requests: Pick<DriverParts, 'ExecuteRequest' | 'BatchRequest'>;
  readonly executionOptions: { readonly DefaultExecutionOptions: { readonly create: DriverParts['makeOptions'] } };
  readonly requestHandler: { readonly send: DriverParts['send'] };
}

/** Undefined with a version of the driver whose insides are not known, or one that has not these. */
export function driverParts(): DriverParts | undefined {
  // Its typings call the version a number.
  if (!KNOWN_DRIVERS.includes(String(version))) return undefined;
  try {
    const { requests, executionOptions, requestHandler } = modules();
    const { ExecuteRequest, BatchRequest } = requests;
    const { DefaultExecutionOptions } = executionOptions;
    return {
      ExecuteRequest,
      BatchRequest,
      makeOptions: (options, client) => DefaultExecutionOptions.create(options, client),
      send: (request, options, client) => requestHandler.send(request, options, client),
    };
  } catch {
    return undefined;
  }
}

function modules(): Modules {
  return {
    requests: require('cassandra-driver/lib/requests') as Modules['requests'],
    executionOptions: require('cassandra-driver/lib/execution-options') as Modules['executionOptions'],
    requestHandler: require('cassandra-driver/lib/request-handler') as Modules['requestHandler'],
  };
}
